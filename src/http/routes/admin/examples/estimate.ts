/** As the service answered on the simulated city, shortened and rounded. */

export const estimateExample = {
  target: 'explore',
  temperature: 0.25,
  reproduced: 0.9267,
  skipped: 0,
  lists: 300,
  users: 299,
  logged: {
    orders: {
      value: 0.5133,
      normal: { low: 0.4565, high: 0.5702 },
      bootstrap: { low: 0.4585, high: 0.5686 },
      clippingBias: 0,
    },
    revenue: {
      value: 1.037,
      normal: { low: 0.921, high: 1.154 },
      bootstrap: { low: 0.9197, high: 1.149 },
      clippingBias: 0,
    },
    margin: {
      value: 0.5152,
      normal: { low: 0.4534, high: 0.577 },
      bootstrap: { low: 0.4545, high: 0.5845 },
      clippingBias: 0,
    },
  },
  assumed: [
    {
      assumption: 'item-position',
      support: {
        effectiveLists: 288.7,
        meanWeight: 1.019,
        meanWeightRange: { low: 0.9961, high: 1.042 },
        largestWeight: 3.2,
        clipped: 0,
        explored: 0.999,
      },
      refusal: null,
      estimates: [
        {
          outcome: 'orders',
          estimator: 'ips',
          value: 0.5266,
          normal: { low: 0.4653, high: 0.5878 },
          bootstrap: { low: 0.4644, high: 0.5872 },
          clippingBias: 0,
        },
      ],
    },
  ],
}
