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
  status: 'infeasible',
  maximise: 'revenue',
  value: 1.222,
  bound: 1.222,
  gap: 0.0002902,
  bounds: [
    {
      measure: 'ndcg',
      heldAs: 'relevance',
      asked: 0.6259,
      best: 0.6322,
      reached: 0.6259,
      isBinding: true,
      pricePerPercent: 0.02138,
    },
    {
      measure: 'newPlaces',
      heldAs: 'newPlaces',
      asked: 0.1,
      best: 0.8619,
      reached: 0.1,
      isBinding: true,
      pricePerPercent: 0.000007535,
    },
  ],
  infeasibility: null,
  weights: { relevance: 0.6384, revenue: 0.3578, margin: 0, wait: 0, discovery: 0, newPlaces: 0.003835 },
  mixture: [
    {
      share: 0.4862,
      weights: { relevance: 0.6381, revenue: 0.3581, margin: 0, wait: 0, discovery: 0, newPlaces: 0.003792 },
    },
  ],
  evaluations: 328,
  latency: { maxP95Ms: 100, plan: null, predictedMs: 128.8 },
  newPlacesFloor: { minShare: 0.1, value: 1.22, gap: 0.001628 },
  checks: [{ measure: 'ndcg', asked: 0.565, reached: 0.5706, isKept: true }],
  predicted: null,
  settings: null,
  changes: [],
}
