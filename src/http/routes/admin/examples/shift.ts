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
