import type { Random } from '../../../numeric/random.ts'
import { type SparseRows, shared, sharedInt32 } from '../../../numeric/sparse-rows.ts'

export interface HoldOut {
  /** the interactions without those held out */
  readonly training: SparseRows
  /** the sampled users, ascending; in shared memory like the rest */
  readonly users: Int32Array
  /** users[n] lost the items wanted[wantedStart[n] … wantedStart[n + 1]) */
  readonly wantedStart: Int32Array
  readonly wanted: Int32Array
}

const share = 0.2
/** A user with fewer has nothing to be predicted from once some are held out. */
const leastInteractions = 3

/**
 * Holds back a fifth of the items of a sample of users. The others keep all of theirs, so that what is trained on hardly differs
 * from the whole: settings found on it are settings for the whole.
 */
export function holdOut(interactions: SparseRows, maximumUsers: number, random: Random): HoldOut {
  const users = sampleUsers(interactions, maximumUsers, random)
  const held = new Uint8Array(interactions.columns.length)
  const wantedStart = sharedInt32(users.length + 1)
  const wanted: number[] = []
  users.forEach((user, n) => {
    const [from, to] = [interactions.rowStart[user]!, interactions.rowStart[user + 1]!]
    const count = Math.max(1, Math.round((to - from) * share))
    const entries = random.shuffle(Int32Array.from({ length: to - from }, (_, e) => from + e))
    for (const entry of entries.subarray(0, count).sort()) {
      held[entry] = 1
      wanted.push(interactions.columns[entry]!)
    }
    wantedStart[n + 1] = wanted.length
  })
  return {
    training: shared(without(interactions, held)),
    users: sharedInt32(users),
    wantedStart,
    wanted: sharedInt32(Int32Array.from(wanted)),
  }
}

function sampleUsers({ rows, rowStart }: SparseRows, maximum: number, random: Random): Int32Array {
  const able: number[] = []
  for (let user = 0; user < rows; user++) {
    if (rowStart[user + 1]! - rowStart[user]! >= leastInteractions) able.push(user)
  }
  return Int32Array.from(random.shuffle(able).slice(0, maximum)).sort()
}

function without(matrix: SparseRows, held: Uint8Array): SparseRows {
  const rowStart = new Int32Array(matrix.rows + 1)
  const kept = Int32Array.from(held.keys()).filter((entry) => held[entry] === 0)
  let next = 0
  for (let row = 0; row < matrix.rows; row++) {
    while (next < kept.length && kept[next]! < matrix.rowStart[row + 1]!) next++
    rowStart[row + 1] = next
  }
  return {
    ...matrix,
    rowStart,
    columns: kept.map((entry) => matrix.columns[entry]!),
    values: Float32Array.from(kept, (entry) => matrix.values[entry]!),
  }
}
