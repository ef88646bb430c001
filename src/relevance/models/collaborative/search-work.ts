import type { SparseRows } from '../../../numeric/sparse-rows.ts'
import { mostCandidates } from './operator-rows.ts'
import type { CollaborativeSettings } from './settings.ts'
import type { TrialGrid } from './trials.ts'

/** Multiplications in a nanosecond, measured on two threads: in sparse products, in dense ones, over gathered rows, in scoring. */
const [sparseRate, denseRate, gatherRate, scoreRate] = [1.2, 8, 5, 0.4]
const nanoseconds = 1e-9
/** However small the data: messages between threads, memory, compiling. */
const overheadSeconds = 0.05

export type WorkOf = (
  settings: Pick<CollaborativeSettings, 'rank' | 'iterations' | 'entriesPerRow'>,
  grid: TrialGrid,
) => number

/** Says about how many seconds a set of trials takes on two threads, by the size of the data alone, with so many users held out from. */
export function searchWork({ rows, width, rowStart, columns }: SparseRows, users: number): WorkOf {
  let paths = 0
  for (let user = 0; user < rows; user++) paths += (rowStart[user + 1]! - rowStart[user]!) ** 2
  const pairs = Math.min(paths, width ** 2) / 2
  return ({ rank, iterations, entriesPerRow }, grid) => {
    const sparse = (2 * iterations + 1) * columns.length * rank
    const dense = ((iterations + 1) * 1.5 * width + rows) * rank ** 2
    const parts = grid.rankShares.length * (grid.powers.length + 1) + grid.ridges.length
    const gathered =
      Math.min(pairs, width * mostCandidates) * rank + (width / 2) * entriesPerRow * rank * parts
    const eigen = 10 * rank ** 3
    const trials = grid.rankShares.length * grid.powers.length * grid.tails.length + grid.ridges.length
    const touched = Math.min(width, ((columns.length / Math.max(1, rows)) * entriesPerRow) / 3)
    const scored = users * touched * trials * grid.targets.length
    return (
      overheadSeconds +
      nanoseconds *
        (sparse / sparseRate + dense / denseRate + gathered / gatherRate + scored / scoreRate + eigen)
    )
  }
}
