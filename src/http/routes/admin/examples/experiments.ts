/** As the service answered on the simulated city, shortened and rounded. */

export const experimentExample = {
  key: 'dearer-places',
  state: 'stopped',
  settings: {
    hypothesis: 'Dearer restaurants bring more fee and cost hardly an order.',
    owner: 'Sales',
    variants: [
      { key: 'dearer', profile: 'sales', share: 0.5 },
      { key: 'usual', profile: 'product', share: 0.5 },
    ],
    scope: null,
    traffic: 1,
    primaryMetric: 'orders',
    guardrails: [],
    outcomeHours: 24,
    plannedUsers: 2000,
  },
  control: 'dearer',
  createdAt: '2026-11-24T12:29:44.532Z',
  createdBy: 'manager:key_794fbb078003',
  updatedAt: '2026-11-24T12:29:45.771Z',
  updatedBy: 'manager:key_794fbb078003',
  started: { at: '2026-11-24T12:30:40.789Z', by: 'manager:key_794fbb078003', reason: 'before the season' },
  stopped: {
    at: '2026-11-24T12:30:43.114Z',
    by: 'manager:key_794fbb078003',
    because: 'person',
    reason: 'the figures are clear',
  },
}

export const experimentListExample = {
  items: [
    {
      key: 'dearer-places',
      state: 'stopped',
      settings: {
        hypothesis: 'Dearer restaurants bring more fee and cost hardly an order.',
        owner: 'Sales',
        variants: [
          { key: 'dearer', profile: 'sales', share: 0.5 },
          { key: 'usual', profile: 'product', share: 0.5 },
        ],
        scope: null,
        traffic: 1,
        primaryMetric: 'orders',
        guardrails: [],
        outcomeHours: 24,
        plannedUsers: 2000,
      },
      control: 'dearer',
      createdAt: '2026-11-24T12:29:44.532Z',
      createdBy: 'manager:key_794fbb078003',
      updatedAt: '2026-11-24T12:29:45.771Z',
      updatedBy: 'manager:key_794fbb078003',
      started: {
        at: '2026-11-24T12:30:40.789Z',
        by: 'manager:key_794fbb078003',
        reason: 'before the season',
      },
      stopped: {
        at: '2026-11-24T12:30:43.114Z',
        by: 'manager:key_794fbb078003',
        because: 'person',
        reason: 'the figures are clear',
      },
    },
  ],
  nextCursor: null,
}

export const resultsExample = {
  key: 'dearer-places',
  state: 'stopped',
  asOf: '2026-11-24T12:30:43.114Z',
  control: 'dearer',
  enrolled: [{ variant: 'dearer', users: 2, share: 0.5, plannedShare: 0.5 }],
  sampleRatio: { pValue: 1, mismatch: false },
  metrics: [
    {
      key: 'orders',
      label: 'Orders per user',
      unit: 'orders',
      better: 'more',
      isPrimary: true,
      variants: [
        { variant: 'dearer', users: 0, active: 0, value: null, difference: null },
        { variant: 'usual', users: 0, active: 0, value: null, difference: null },
      ],
    },
  ],
  guardrails: [],
}
