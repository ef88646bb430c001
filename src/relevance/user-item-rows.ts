import { type Dataset, orderType } from './dataset.ts'

export type UserItemRows = ReturnType<typeof userItemRows>

/** Users × restaurants as compressed rows: who ordered where before row `end`, each pair once, ascending. */
export function userItemRows(dataset: Dataset, end: number) {
  const { size } = dataset.catalogue
  const pairs = new Set<number>()
  for (let row = 0; row < end; row++) {
    const user = dataset.user[row]!
    if (dataset.type[row] !== orderType || dataset.users[user]!.optedOut) continue
    pairs.add(user * size + dataset.restaurant[row]!)
  }
  const sorted = Float64Array.from(pairs).sort()
  const rowStart = new Int32Array(dataset.users.length + 1)
  const columns = Int32Array.from(sorted, (pair) => pair % size)
  for (const pair of sorted) rowStart[Math.floor(pair / size) + 1]!++
  for (let u = 0; u < dataset.users.length; u++) rowStart[u + 1]! += rowStart[u]!
  return { rowStart, columns }
}
