/** As the service answered on the simulated city, shortened and rounded. */

export const profileListExample = {
  items: [
    {
      key: 'explore',
      isDefault: false,
      createdAt: '2026-11-24T12:32:03.791Z',
      live: {
        key: 'explore',
        revision: 1,
        settings: {
          stakeholder: 'Growth',
          description: 'Relevance with some chance.',
          weights: { relevance: 1, revenue: 0, margin: 0, wait: 0, discovery: 0, latency: 0 },
          latencyBudgetMs: 500,
          minimumPlan: 'fast',
          maximumPlan: 'full',
          guardrails: [],
          exposureFloors: [],
          diversity: 0,
          diversityBy: ['cuisine'],
          maxDrift: 1,
          exploration: { temperature: 0.3 },
          rules: [],
          modelChannel: 'latest',
        },
        normalisedWeights: { relevance: 1, revenue: 0, margin: 0, wait: 0, discovery: 0, latency: 0 },
        publishedAt: '2026-11-24T12:32:03.984Z',
        publishedBy: 'manager:key_794fbb078003',
        reason: 'to learn from chance',
        revertsTo: null,
      },
      draft: null,
    },
  ],
  nextCursor: null,
}

export const profileExample = {
  key: 'sales',
  isDefault: false,
  createdAt: '2026-11-24T12:22:06.463Z',
  live: {
    key: 'sales',
    revision: 1,
    settings: {
      stakeholder: 'Sales',
      description:
        'Dearer restaurants that earn more service fee, as long as the list keeps 97 % of the relevance it could have.',
      weights: { relevance: 1, revenue: 3, margin: 0, wait: 0, discovery: 0, latency: 0 },
      latencyBudgetMs: 250,
      minimumPlan: 'fast',
      maximumPlan: 'full',
      guardrails: [{ objective: 'relevance', minShare: 0.97 }],
      exposureFloors: [],
      diversity: 0,
      diversityBy: ['cuisine'],
      maxDrift: 1,
      exploration: { temperature: 0 },
      rules: [],
      modelChannel: 'latest',
    },
    normalisedWeights: { relevance: 0.25, revenue: 0.75, margin: 0, wait: 0, discovery: 0, latency: 0 },
    publishedAt: '2026-11-24T12:22:06.468Z',
    publishedBy: 'system',
    reason: 'ships with Maitre',
    revertsTo: null,
  },
  draft: null,
}

export const draftExample = {
  key: 'sales',
  isDefault: false,
  createdAt: '2026-11-24T12:22:06.463Z',
  live: {
    key: 'sales',
    revision: 1,
    settings: {
      stakeholder: 'Sales',
      description:
        'Dearer restaurants that earn more service fee, as long as the list keeps 97 % of the relevance it could have.',
      weights: { relevance: 1, revenue: 3, margin: 0, wait: 0, discovery: 0, latency: 0 },
      latencyBudgetMs: 250,
      minimumPlan: 'fast',
      maximumPlan: 'full',
      guardrails: [{ objective: 'relevance', minShare: 0.97 }],
      exposureFloors: [],
      diversity: 0,
      diversityBy: ['cuisine'],
      maxDrift: 1,
      exploration: { temperature: 0 },
      rules: [],
      modelChannel: 'latest',
    },
    normalisedWeights: { relevance: 0.25, revenue: 0.75, margin: 0, wait: 0, discovery: 0, latency: 0 },
    publishedAt: '2026-11-24T12:22:06.468Z',
    publishedBy: 'system',
    reason: 'ships with Maitre',
    revertsTo: null,
  },
  draft: {
    settings: {
      stakeholder: 'Sales',
      description: 'Dearer restaurants.',
      weights: { relevance: 1, revenue: 4, margin: 0, wait: 0, discovery: 0, latency: 0 },
      latencyBudgetMs: 250,
      minimumPlan: 'fast',
      maximumPlan: 'full',
      guardrails: [{ objective: 'relevance', minShare: 0.97 }],
      exposureFloors: [],
      diversity: 0,
      diversityBy: ['cuisine'],
      maxDrift: 1,
      exploration: { temperature: 0 },
      rules: [],
      modelChannel: 'latest',
    },
    normalisedWeights: { relevance: 0.2, revenue: 0.8, margin: 0, wait: 0, discovery: 0, latency: 0 },
    baseRevision: 1,
    stale: false,
    updatedAt: '2026-11-24T12:41:49.001Z',
    updatedBy: 'manager:key_794fbb078003',
    etag: 'a45ccfbad4e65a0b',
  },
}

export const revisionExample = {
  key: 'sales',
  revision: 1,
  settings: {
    stakeholder: 'Sales',
    description:
      'Dearer restaurants that earn more service fee, as long as the list keeps 97 % of the relevance it could have.',
    weights: { relevance: 1, revenue: 3, margin: 0, wait: 0, discovery: 0, latency: 0 },
    latencyBudgetMs: 250,
    minimumPlan: 'fast',
    maximumPlan: 'full',
    guardrails: [{ objective: 'relevance', minShare: 0.97 }],
    exposureFloors: [],
    diversity: 0,
    diversityBy: ['cuisine'],
    maxDrift: 1,
    exploration: { temperature: 0 },
    rules: [],
    modelChannel: 'latest',
  },
  normalisedWeights: { relevance: 0.25, revenue: 0.75, margin: 0, wait: 0, discovery: 0, latency: 0 },
  publishedAt: '2026-11-24T12:22:06.468Z',
  publishedBy: 'system',
  reason: 'ships with Maitre',
  revertsTo: null,
}

export const revisionListExample = {
  items: [
    {
      key: 'sales',
      revision: 1,
      settings: {
        stakeholder: 'Sales',
        description:
          'Dearer restaurants that earn more service fee, as long as the list keeps 97 % of the relevance it could have.',
        weights: { relevance: 1, revenue: 3, margin: 0, wait: 0, discovery: 0, latency: 0 },
        latencyBudgetMs: 250,
        minimumPlan: 'fast',
        maximumPlan: 'full',
        guardrails: [{ objective: 'relevance', minShare: 0.97 }],
        exposureFloors: [],
        diversity: 0,
        diversityBy: ['cuisine'],
        maxDrift: 1,
        exploration: { temperature: 0 },
        rules: [],
        modelChannel: 'latest',
      },
      normalisedWeights: { relevance: 0.25, revenue: 0.75, margin: 0, wait: 0, discovery: 0, latency: 0 },
      publishedAt: '2026-11-24T12:22:06.468Z',
      publishedBy: 'system',
      reason: 'ships with Maitre',
      revertsTo: null,
    },
  ],
  nextCursor: null,
}

export const diffExample = {
  key: 'sales',
  from: 1,
  to: 'draft',
  differences: [
    {
      path: 'description',
      from: 'Dearer restaurants that earn more service fee, as long as the list keeps 97 % of the relevance it could have.',
      to: 'Dearer restaurants.',
    },
  ],
}
