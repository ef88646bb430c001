/** As the service answered on the simulated city, shortened and rounded. */

export const importReportExample = {
  read: 2,
  inserted: 1,
  updated: 0,
  unchanged: 0,
  rejectedCount: 1,
  rejected: [
    { line: 2, id: '', errors: [{ path: 'id', message: 'is empty; an id has 1 to 200 characters' }] },
  ],
}
