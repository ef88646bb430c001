/** As the service answered on the simulated city, shortened and rounded. */

export const recommendationExample = {
  recommendationId: '01a20d92-cee1-74b7-bad7-172ebfa150bd',
  profile: { key: 'sales', revision: 1 },
  model: { version: '2026-11-24T1223Z-9fb704f8' },
  plan: { name: 'full', candidates: 400, predictedMs: 59, budgetMs: 250 },
  tookMs: 2.835,
  degraded: { any: false, reasons: [] },
  user: { known: true },
  items: [
    {
      rank: 1,
      restaurant: {
        id: 'r-00800',
        name: 'Bowl Kai',
        cuisines: ['Poke'],
        priceLevel: 3,
        location: { lat: 39.56, lon: -9.009 },
        distanceKm: 2.436,
      },
      score: 3.291,
      propensity: 1,
      reasons: [
        'You ordered here twice, last on 15 October',
        'Often ordered at this time',
        'Often ordered near you lately',
      ],
      sources: ['repeat', 'model', 'taste'],
      objectives: {
        relevance: { value: 0.2196, unit: 'probability', weight: 0.562, scale: 0.0812, contribution: 1.52 },
        revenue: { value: 0.6255, unit: 'money', weight: 0.438, scale: 0.1547, contribution: 1.771 },
        margin: { value: 0.384, unit: 'money', weight: 0, scale: 0.0742, contribution: 0 },
        wait: { value: -19.31, unit: 'minutes', weight: 0, scale: 25.25, contribution: 0 },
        discovery: { value: 0.02871, unit: 'probability', weight: 0, scale: 0.01042, contribution: 0 },
      },
      adjustments: [],
    },
  ],
  leftOut: { closed: 119, 'out-of-range': 2073, dismissed: 1 },
  note: null,
}

export const batchExample = {
  results: [
    {
      recommendationId: '01a20d93-a164-7ce4-9268-f35341c9963f',
      profile: { key: 'product', revision: 1 },
      model: { version: '2026-11-24T1223Z-9fb704f8' },
      plan: { name: 'popular', candidates: 50, predictedMs: 7.642, budgetMs: 100 },
      tookMs: 1.4,
      degraded: { any: false, reasons: [] },
      user: { known: true },
      items: [
        {
          rank: 1,
          restaurant: {
            id: 'r-01872',
            name: 'Morning do Jardim',
            cuisines: ['Breakfast'],
            priceLevel: 2,
            location: { lat: 39.59, lon: -8.94 },
            distanceKm: 1.252,
          },
          score: 8.344,
          propensity: 1,
          reasons: [
            'You ordered here 26 times, last on 21 November',
            'Often ordered near you lately',
            '1.3 km away',
          ],
          sources: ['repeat', 'taste', 'popular'],
        },
      ],
      leftOut: { closed: 119, 'out-of-range': 2073, dismissed: 1 },
      note: null,
    },
    {
      problem: {
        type: '/docs/problems#profile-not-found',
        title: 'There is no such profile',
        status: 404,
        detail: 'There is no published profile with the key “nope”.',
        code: 'profile-not-found',
        instance: 'd7b5983d-7218-4d6e-8c0c-c2d8a4a634bf',
        errors: [{ path: 'profile', message: 'is no published profile' }],
      },
    },
  ],
}

export const rankExample = {
  recommendationId: '01a20d94-3896-755f-8798-a4fb71b7a159',
  profile: { key: 'product', revision: 1 },
  model: { version: '2026-11-24T1223Z-9fb704f8' },
  plan: { name: 'full', candidates: 400, predictedMs: 7.756, budgetMs: 100 },
  tookMs: 4.901,
  degraded: { any: false, reasons: [] },
  user: { known: true },
  items: [
    {
      rank: 1,
      restaurant: {
        id: 'r-00800',
        name: 'Bowl Kai',
        cuisines: ['Poke'],
        priceLevel: 3,
        location: { lat: 39.56, lon: -9.009 },
        distanceKm: 2.436,
      },
      score: 2.707,
      propensity: 1,
      reasons: [
        'You ordered here twice, last on 15 October',
        'Often ordered at this time',
        'Often ordered near you lately',
      ],
      sources: ['request'],
    },
  ],
  leftOut: {},
  unknownIds: [],
  note: null,
}
