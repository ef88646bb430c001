/** A request that takes long: what it is, and the most that its route allows. */
export interface Question {
  readonly name: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
}

const analyses = '/v1/admin/objectives'
const shipped = ['ml-engineer', 'sales', 'product', 'ml-platform', 'manager']

/** Each route that works over many past requests or answers much, asked for the most that it gives. */
export function longQuestions(restaurantId: string, userIds: readonly string[]): Question[] {
  const sample = { size: 2000, source: 'log' }
  const sides = Array.from({ length: 10 }, (_, n) => ({
    profile: shipped[n % shipped.length],
    plan: { name: n < shipped.length ? 'full' : 'fast' },
  }))
  const request = { userId: userIds[0], limit: 200, filters: { openNow: false } }
  const objectives = ['relevance', 'revenue', 'margin']
  const frontier = { profile: 'sales', objectives, maxPoints: 300 }
  const requests = Array.from({ length: 256 }, (_, n) => ({
    ...request,
    userId: userIds[n % userIds.length],
    explain: true,
  }))
  return [
    post('shift, 500 past requests', `${analyses}/shift`, {
      sample: { ...sample, size: 500 },
      profile: 'sales',
      points: 11,
    }),
    post('compare, 2,000 × 10 sides', `${analyses}/compare`, { sample, sides, k: 50 }),
    post('why not, 300', `${analyses}/why-not`, {
      sample: { ...sample, size: 300 },
      restaurantId,
      profile: 'sales',
    }),
    post('frontier, 2,000 × 3 objectives', `${analyses}/frontier`, { sample, ...frontier }),
    post('frontier, 2,000 past orders', `${analyses}/frontier`, {
      ...frontier,
      sample: { size: 2000, source: 'orders' },
      objectives: objectives.slice(0, 2),
    }),
    post('solve, 2,000', `${analyses}/solve`, {
      sample,
      profile: 'sales',
      maximise: 'revenue',
      subjectTo: [
        { measure: 'ndcg', minShareOfBest: 0.95 },
        { measure: 'newPlaces', min: 0.05 },
        { measure: 'p95', max: 200 },
      ],
    }),
    post('fairness of a profile, 2,000', '/v1/admin/fairness', { ...sample, profile: 'sales' }),
    get('fairness of what was served, 2,000', '/v1/admin/fairness?size=2000'),
    get('worth, 2,000', '/v1/admin/worth?size=2000'),
    post('estimate, 2,000', '/v1/admin/profiles/estimate', {
      profile: 'sales',
      lists: 2000,
      temperature: 0.5,
    }),
    post('shift of one request, 101 points', `${analyses}/shift`, { request, profile: 'sales', points: 101 }),
    post('compare of one request, 10 sides', `${analyses}/compare`, { request, sides, k: 100 }),
    post('why not of one request', `${analyses}/why-not`, { request, restaurantId, profile: 'sales' }),
    get('data quality', '/v1/admin/data-quality?days=400'),
    get('drift', '/v1/admin/drift?days=400'),
    post('batch, 256 × 200 explained', '/v1/recommendations/batch', { requests }),
  ]
}

const post = (name: string, path: string, body: object): Question => ({ name, method: 'POST', path, body })
const get = (name: string, path: string): Question => ({ name, method: 'GET', path })
