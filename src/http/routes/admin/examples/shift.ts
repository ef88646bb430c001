/** As the service answered on the simulated city, shortened and rounded. */

export const shiftExample = {
  k: 2,
  weights: { relevance: 0.25, revenue: 0.75, margin: 0, wait: 0, discovery: 0, latency: 0 },
  baseline: {
    plan: { name: 'full', candidates: 400, predictedMs: 102.6 },
    items: [
      {
        rank: 1,
        restaurant: { id: 'r-00800', name: 'Bowl Kai' },
        score: 3.291,
        objectives: {
          relevance: {
            value: 0.2196,
            unit: 'probability',
            weight: 0.5622,
            scale: 0.0812,
            contribution: 1.52,
          },
          revenue: { value: 0.6256, unit: 'money', weight: 0.4378, scale: 0.1547, contribution: 1.77 },
          margin: { value: 0.384, unit: 'money', weight: 0, scale: 0.0742, contribution: 0 },
          wait: { value: -19.31, unit: 'minutes', weight: 0, scale: 25.25, contribution: 0 },
          discovery: { value: 0.02871, unit: 'probability', weight: 0, scale: 0.01042, contribution: 0 },
        },
        adjustments: [],
      },
    ],
    totals: {
      orders: 0.3557,
      revenue: 0.8535,
      margin: 0.4759,
      discovery: 0.04934,
      waitMinutes: 33.57,
      undiscounted: {
        orders: 0.4353,
        revenue: 0.9869,
        margin: 0.5296,
        discovery: 0.0614,
        waitMinutes: 37.74,
      },
      predictedMs: 102.6,
    },
    guardrailShare: 0.5837,
  },
  leftOut: [
    {
      objective: 'relevance',
      share: 0.25,
      result: {
        weights: { relevance: 0, revenue: 1, margin: 0, wait: 0, discovery: 0, latency: 0 },
        plan: { name: 'full', candidates: 400, predictedMs: 102.6 },
        list: ['r-00800', 'r-00771'],
        moves: [],
        agreement: { k: 2, overlap: 1, kendallTau: 1, rbo: 1, displacement: 0 },
        totals: {
          orders: 0.3557,
          revenue: 0.8535,
          margin: 0.4759,
          discovery: 0.04934,
          waitMinutes: 33.57,
          undiscounted: {
            orders: 0.4353,
            revenue: 0.9869,
            margin: 0.5296,
            discovery: 0.0614,
            waitMinutes: 37.74,
          },
          predictedMs: 102.6,
        },
        change: { orders: 0, revenue: 0, margin: 0, waitMinutes: 0, discovery: 0, predictedMs: 0 },
        guardrailShare: 0.4378,
      },
    },
  ],
  sweeps: [
    {
      objective: 'relevance',
      share: 0.25,
      points: [
        {
          share: 0,
          weights: { relevance: 0, revenue: 1, margin: 0, wait: 0, discovery: 0, latency: 0 },
          plan: { name: 'full', candidates: 400, predictedMs: 102.6 },
          list: ['r-00800', 'r-00771'],
          moves: [],
          agreement: { k: 2, overlap: 1, kendallTau: 1, rbo: 1, displacement: 0 },
          totals: {
            orders: 0.3557,
            revenue: 0.8535,
            margin: 0.4759,
            discovery: 0.04934,
            waitMinutes: 33.57,
            undiscounted: {
              orders: 0.4353,
              revenue: 0.9869,
              margin: 0.5296,
              discovery: 0.0614,
              waitMinutes: 37.74,
            },
            predictedMs: 102.6,
          },
          change: { orders: 0, revenue: 0, margin: 0, waitMinutes: 0, discovery: 0, predictedMs: 0 },
          guardrailShare: 0.4378,
        },
      ],
      switches: [],
    },
  ],
  user: { known: true },
  degraded: [],
}

export const sampledShiftExample = {
  source: 'orders',
  profile: 'sales',
  k: 10,
  requests: 200,
  empty: 0,
  users: 187,
  weights: { relevance: 0.25, revenue: 0.75, margin: 0, wait: 0, discovery: 0, latency: 0 },
  baseline: {
    totals: {
      orders: { mean: 0.6278, low: 0.5816, high: 0.6802 },
      revenue: { mean: 1.165, low: 1.064, high: 1.285 },
      margin: { mean: 0.524, low: 0.4564, high: 0.6075 },
      waitMinutes: { mean: 26.62, low: 25.77, high: 27.52 },
      discovery: { mean: 0.07865, low: 0.07245, high: 0.08515 },
      predictedMs: { mean: 65.29, low: 63.18, high: 67.44 },
    },
  },
  leftOut: [
    {
      objective: 'revenue',
      share: 0.75,
      result: {
        totals: {
          orders: { mean: 0.6296, low: 0.5835, high: 0.6818 },
          revenue: { mean: 1.154, low: 1.052, high: 1.274 },
          margin: { mean: 0.5136, low: 0.4431, high: 0.597 },
          waitMinutes: { mean: 26.39, low: 25.48, high: 27.36 },
          discovery: { mean: 0.07849, low: 0.0723, high: 0.08501 },
          predictedMs: { mean: 65.29, low: 63.18, high: 67.44 },
        },
        change: {
          orders: { mean: 0.001752, low: 0.001349, high: 0.00221 },
          revenue: { mean: -0.01101, low: -0.01665, high: -0.007014 },
          margin: { mean: -0.01032, low: -0.01549, high: -0.006843 },
          waitMinutes: { mean: -0.2263, low: -0.4104, high: -0.05113 },
          discovery: { mean: -0.0001594, low: -0.0004063, high: 8.945e-5 },
          predictedMs: { mean: 0, low: 0, high: 0 },
        },
        agreement: {
          overlap: { mean: 0.7945, low: 0.7802, high: 0.8082 },
          kendallTau: { mean: 0.5594, low: 0.5309, high: 0.5853 },
          rbo: { mean: 0.8209, low: 0.8086, high: 0.8317 },
          displacement: { mean: 1.747, low: 1.645, high: 1.85 },
        },
      },
    },
  ],
  sweeps: [
    {
      objective: 'latency',
      share: 0,
      points: [
        {
          share: 0.25,
          totals: {
            orders: { mean: 0.6278, low: 0.5815, high: 0.6803 },
            revenue: { mean: 1.163, low: 1.063, high: 1.284 },
            margin: { mean: 0.5231, low: 0.4554, high: 0.6068 },
            waitMinutes: { mean: 26.57, low: 25.71, high: 27.46 },
            discovery: { mean: 0.07855, low: 0.07237, high: 0.08499 },
            predictedMs: { mean: 52.59, low: 50.36, high: 54.86 },
          },
          change: {
            orders: { mean: -3.696e-5, low: -0.0002335, high: 0.000155 },
            revenue: { mean: -0.00115, low: -0.001954, high: -0.0005388 },
            margin: { mean: -0.000901, low: -0.001532, high: -0.0004501 },
            waitMinutes: { mean: -0.04364, low: -0.1841, high: 0.1029 },
            discovery: { mean: -9.608e-5, low: -0.0001751, high: -3.168e-5 },
            predictedMs: { mean: -12.7, low: -12.83, high: -12.56 },
          },
          agreement: {
            overlap: { mean: 0.905, low: 0.8894, high: 0.9212 },
            kendallTau: { mean: 0.8262, low: 0.7989, high: 0.8539 },
            rbo: { mean: 0.9307, low: 0.9192, high: 0.9427 },
            displacement: { mean: 0.7184, low: 0.613, high: 0.8229 },
          },
        },
      ],
      switches: [
        {
          from: { name: 'fast', candidates: 400 },
          to: { name: 'fast', candidates: 200 },
          requests: 200,
          share: { mean: 0.004482, low: 0.004426, high: 0.004551 },
        },
      ],
    },
  ],
  prices: [
    {
      objective: 'margin',
      total: 0.5286,
      byMultiplier: 0,
      byStep: 0.00618,
      share: 0.009873,
      ndcg: 0.008214,
    },
  ],
}
