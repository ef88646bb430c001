/** As the service answered on the simulated city, shortened and rounded. */

export const whyNotExample = {
  restaurant: { id: 'r-02489', name: 'Verde Table' },
  leftOut: null,
  scored: 307,
  limit: 10,
  rank: 11,
  score: 0.03711,
  lastScore: 0.0387,
  status: 'outranked',
  weights: {
    relevance: { from: 0.25, to: 0.5531 },
    revenue: { from: 0.75, to: 0.4469 },
    margin: { from: 0, to: null },
    wait: { from: 0, to: null },
    discovery: { from: 0, to: null },
  },
  own: {
    probability: { from: 0.00239, to: 0.002492 },
    spend: { from: 25.68, to: 27.06 },
    waitMinutes: { from: 26.46, to: null },
    rating: { from: 4.2, to: 4.71 },
  },
  user: { known: true },
  degraded: [],
}

export const whyNotSampleExample = {
  profile: 'sales',
  source: 'orders',
  restaurant: {
    id: 'r-00800',
    name: 'Bowl Kai',
  },
  requests: 300,
  users: 273,
  listed: {
    requests: 4,
    share: {
      mean: 0.01333,
      low: 0,
      high: 0.03239,
    },
  },
  eligible: {
    requests: 32,
    share: {
      mean: 0.1067,
      low: 0.07213,
      high: 0.1424,
    },
  },
  proposed: {
    requests: 32,
    share: {
      mean: 0.1067,
      low: 0.07213,
      high: 0.1424,
    },
  },
  missed: 28,
  leftOut: {
    excluded: 0,
    rule: 0,
    closed: 0,
    'out-of-range': 193,
    'not-open-now': 75,
    filtered: 0,
    dismissed: 0,
  },
  rank: {
    mean: 167.8,
    low: 92.17,
    high: 249.5,
  },
  weights: {
    relevance: {
      share: {
        mean: 0,
        low: 0,
        high: 0,
      },
      requests: 0,
      raised: 0,
      change: null,
    },
    revenue: {
      share: {
        mean: 0,
        low: 0,
        high: 0,
      },
      requests: 0,
      raised: 0,
      change: null,
    },
    margin: {
      share: {
        mean: 0,
        low: 0,
        high: 0,
      },
      requests: 0,
      raised: 0,
      change: null,
    },
    wait: {
      share: {
        mean: 0.03571,
        low: 0,
        high: 0.1111,
      },
      requests: 1,
      raised: 1,
      change: {
        lowerQuartile: 0.01086,
        median: 0.01086,
        upperQuartile: 0.01086,
      },
    },
    discovery: {
      share: {
        mean: 0,
        low: 0,
        high: 0,
      },
      requests: 0,
      raised: 0,
      change: null,
    },
  },
  own: {
    probability: {
      share: {
        mean: 1,
        low: 1,
        high: 1,
      },
      requests: 28,
      raised: 28,
      change: {
        lowerQuartile: 0.0004597,
        median: 0.00146,
        upperQuartile: 0.00491,
      },
    },
    spend: {
      share: {
        mean: 0.8571,
        low: 0.719,
        high: 0.9655,
      },
      requests: 24,
      raised: 24,
      change: {
        lowerQuartile: 38.57,
        median: 73.84,
        upperQuartile: 267.6,
      },
    },
    waitMinutes: {
      share: {
        mean: 0,
        low: 0,
        high: 0,
      },
      requests: 0,
      raised: 0,
      change: null,
    },
    rating: {
      share: {
        mean: 0.07143,
        low: 0,
        high: 0.1786,
      },
      requests: 2,
      raised: 2,
      change: {
        lowerQuartile: 0.4595,
        median: 0.4854,
        upperQuartile: 0.5113,
      },
    },
  },
}
