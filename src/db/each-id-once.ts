/**
 * The rows in rounds that hold each id at most once, so that one statement can write a round; round after round, rows of the
 * same id apply in the order in which they were given.
 */
export function eachIdOnce<T extends { readonly id: string }>(rows: readonly T[]): T[][] {
  const seen = new Map<string, number>()
  const rounds: T[][] = []
  for (const row of rows) {
    const round = seen.get(row.id) ?? 0
    seen.set(row.id, round + 1)
    const list = rounds[round]
    if (list) list.push(row)
    else rounds.push([row])
  }
  return rounds
}
