/** As the service answered on the simulated city, shortened and rounded. */

export const liveFairnessExample = {
  lists: 0,
  empty: 0,
  users: 0,
  exposure: {
    coverage: 0,
    gini: 0,
    averagePopularity: 0,
    popularityLift: 0,
    longTailShare: 0,
    longTailHistory: 0.2803,
  },
  groups: [
    {
      dimension: 'cuisine',
      group: 'Portuguese',
      restaurants: 340,
      catalogueShare: 0.136,
      historical: 0.1147,
      exposure: { mean: 0, low: null, high: null },
      merit: 0,
      exposureOverMerit: null,
      amplification: { mean: 0, low: null, high: null },
    },
  ],
  userGroups: [{ group: 'new', lists: 0, orders: null, ndcg: null }],
}

export const fairnessExample = {
  profile: 'sales',
  source: 'orders',
  lists: 200,
  empty: 0,
  users: 188,
  exposure: {
    coverage: 0.2552,
    gini: 0.8876,
    averagePopularity: 101.4,
    popularityLift: 1.401,
    longTailShare: 0.1939,
    longTailHistory: 0.2803,
  },
  groups: [
    {
      dimension: 'cuisine',
      group: 'Portuguese',
      restaurants: 340,
      catalogueShare: 0.136,
      historical: 0.1147,
      exposure: { mean: 0.1405, low: 0.1167, high: 0.1614 },
      merit: 0.1251,
      exposureOverMerit: { mean: 1.123, low: 0.9362, high: 1.378 },
      amplification: { mean: 1.225, low: 1.018, high: 1.408 },
    },
  ],
  userGroups: [
    {
      group: 'new',
      lists: 52,
      orders: { mean: 0.23, low: 0.1656, high: 0.2975 },
      ndcg: { mean: 0.2169, low: 0.1164, high: 0.3204 },
    },
  ],
}
