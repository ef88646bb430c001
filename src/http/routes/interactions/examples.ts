/** As the service answered on the simulated city, shortened and rounded. */

export const interactionsExample = {
  accepted: 1,
  duplicates: 0,
  pending: 0,
  rejected: [
    {
      index: 1,
      id: 'ex-2',
      errors: [{ path: 'at', message: 'lies more than a day in the future; check the clock' }],
    },
  ],
}
