/** As the service answered on the simulated city, shortened and rounded. */

export const frontierExample = {
  source: 'orders',
  requests: 200,
  empty: 0,
  profile: 'sales',
  objectives: ['relevance', 'revenue'],
  points: [{ weights: { relevance: 1, revenue: 0.000001 }, totals: { relevance: 0.6167, revenue: 1.187 } }],
  reference: { relevance: 0.6093, revenue: 1.187 },
  ideal: { relevance: 0.6167, revenue: 1.2 },
  hypervolume: 0.5897,
  error: 0.1598,
  evaluations: 3,
  current: {
    weights: { relevance: 0.25, revenue: 0.75, margin: 0, wait: 0, discovery: 0 },
    totals: { relevance: 0.6135, revenue: 1.199, margin: 0.5661, wait: 50.32, discovery: 0.07919 },
  },
  prices: [
    { objective: 'revenue', total: 1.199, byMultiplier: 0.01887, byStep: null, share: null, ndcg: null },
  ],
}

export const solveExample = {
  source: 'orders',
  requests: 600,
  empty: 0,
  profile: 'sales',
  fitted: 411,
  heldOut: 189,
  ndcgFrom: 'orders',
  status: 'optimal',
  maximise: 'revenue',
  value: 1.222,
  bound: 1.222,
  gap: 0.0002336,
  bounds: [
    {
      measure: 'ndcg',
      heldAs: 'relevance',
      asked: 0.6259,
      best: 0.6322,
      reached: 0.6259,
      isBinding: true,
      pricePerPercent: 0.02128,
    },
    {
      measure: 'newPlaces',
      heldAs: 'newPlaces',
      asked: 0.1,
      best: 0.8619,
      reached: 0.1001,
      isBinding: true,
      pricePerPercent: 0.000007576,
    },
  ],
  infeasibility: null,
  weights: { relevance: 0.6374, revenue: 0.3588, margin: 0, wait: 0, discovery: 0, newPlaces: 0.003836 },
  mixture: [
    {
      share: 0.3112,
      weights: { relevance: 0.6359, revenue: 0.3602, margin: 0, wait: 0, discovery: 0, newPlaces: 0.003884 },
    },
    {
      share: 0.3671,
      weights: { relevance: 0.6378, revenue: 0.3584, margin: 0, wait: 0, discovery: 0, newPlaces: 0.003853 },
    },
  ],
  evaluations: 346,
  latency: null,
  newPlacesFloor: { minShare: 0.1, value: 1.22, gap: 0.001581 },
  checks: [
    { measure: 'ndcg', asked: 0.565, reached: 0.5706, isKept: true },
    { measure: 'newPlaces', asked: 0.1, reached: 0.1217, isKept: true },
  ],
  predicted: {
    requests: 189,
    users: 154,
    measures: {
      orders: {
        live: { mean: 0.5801, low: 0.5261, high: 0.6313 },
        proposed: { mean: 0.5794, low: 0.5248, high: 0.6307 },
        change: { mean: -0.0006726, low: -0.001178, high: -0.0002174 },
      },
      revenue: {
        live: { mean: 1.144, low: 1.007, high: 1.293 },
        proposed: { mean: 1.142, low: 1.004, high: 1.286 },
        change: { mean: -0.002311, low: -0.003607, high: -0.0007568 },
      },
      margin: {
        live: { mean: 0.5506, low: 0.4609, high: 0.6599 },
        proposed: { mean: 0.5491, low: 0.452, high: 0.6584 },
        change: { mean: -0.001477, low: -0.002676, high: 0.00014 },
      },
      waitMinutes: {
        live: { mean: 67.35, low: 26.01, high: 119.3 },
        proposed: { mean: 71.66, low: 30.21, high: 128 },
        change: { mean: 4.308, low: -0.4432, high: 14.12 },
      },
      discovery: {
        live: { mean: 0.07617, low: 0.0688, high: 0.08319 },
        proposed: { mean: 0.07625, low: 0.06926, high: 0.0835 },
        change: { mean: 0.00007647, low: -0.00008085, high: 0.0002249 },
      },
      newPlaces: {
        live: { mean: 0.0263, low: 0.01818, high: 0.03573 },
        proposed: { mean: 0.1217, low: 0.1155, high: 0.1276 },
        change: { mean: 0.09543, low: 0.08753, high: 0.1027 },
      },
      ndcg: {
        live: { mean: 0.5658, low: 0.5013, high: 0.6345 },
        proposed: { mean: 0.5706, low: 0.5056, high: 0.6375 },
        change: { mean: 0.004877, low: -0.002066, high: 0.01264 },
      },
      predictedMs: {
        live: { mean: 68.3, low: 66.82, high: 69.68 },
        proposed: { mean: 68.3, low: 66.85, high: 69.74 },
        change: { mean: 0, low: 0, high: 0 },
      },
    },
  },
  settings: {
    stakeholder: 'Sales',
    description:
      'Dearer restaurants that earn more service fee, as long as the list keeps 97 % of the relevance it could have.',
    weights: { relevance: 0.6399, revenue: 0.3601, margin: 0, wait: 0, discovery: 0, latency: 0 },
    latencyBudgetMs: 250,
    minimumPlan: 'fast',
    maximumPlan: 'full',
    guardrails: [],
    exposureFloors: [{ group: { by: 'new' }, minShare: 0.1 }],
    diversity: 0,
    diversityBy: ['cuisine'],
    maxDrift: 1,
    exploration: { temperature: 0 },
    rules: [],
    modelChannel: 'latest',
  },
  changes: [
    { path: 'exposureFloors.0', from: null, to: { group: { by: 'new' }, minShare: 0.1 } },
    { path: 'guardrails.relevance', from: { objective: 'relevance', minShare: 0.97 }, to: null },
  ],
}
