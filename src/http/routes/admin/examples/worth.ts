/** As the service answered on the simulated city, shortened and rounded. */

export const worthExample = {
  source: 'orders',
  requests: 100,
  users: 95,
  cpuHourPrice: 0.04,
  sides: [
    {
      name: 'no model',
      plans: { 'popular@200': 100 },
      figures: {
        orders: { mean: 654.9, low: 594.9, high: 710.1 },
        revenue: { mean: 1252, low: 1080, high: 1425 },
        margin: { mean: 574.9, low: 451.4, high: 703.7 },
        waitMinutes: { mean: 55.25, low: 25.08, high: 128.8 },
        rankMs: { mean: 1912, low: 1414, high: 2448 },
        cost: { mean: 0.00002124, low: 0.00001572, high: 0.0000272 },
      },
      change: null,
    },
    {
      name: 'plan fast',
      plans: { 'fast@400': 100 },
      figures: {
        orders: { mean: 678.2, low: 620.7, high: 733.8 },
        revenue: { mean: 1296, low: 1131, high: 1467 },
        margin: { mean: 595.1, low: 472.4, high: 727.2 },
        waitMinutes: { mean: 55.14, low: 24.69, high: 128.7 },
        rankMs: { mean: 6813, low: 5264, high: 8493 },
        cost: { mean: 0.0000757, low: 0.00005849, high: 0.00009437 },
      },
      change: {
        orders: { mean: 23.38, low: 14.7, high: 33.98 },
        revenue: { mean: 44.52, low: 27.94, high: 63.8 },
        margin: { mean: 20.19, low: 11.92, high: 29.43 },
        waitMinutes: { mean: -0.1103, low: -0.8545, high: 0.5542 },
        rankMs: { mean: 4901, low: 3292, high: 6670 },
        cost: { mean: 0.00005446, low: 0.00003658, high: 0.00007411 },
      },
    },
  ],
}
