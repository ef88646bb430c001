import { multiplyDense } from '../../../numeric/multiply-dense.ts'
import { readInteractionLists } from '../../../relevance/interaction-lists.ts'
import { interactionMatrix } from '../../../relevance/interaction-matrix.ts'
import { listQuality } from '../../../relevance/top-list-metrics.ts'
import { loadLibmf } from './load-libmf.ts'
import type { Contender, ContestFigures, ContestTask } from './tasks.ts'

/** Users whose scores are computed together. */
const blockUsers = 128

/** Fits libmf on the training file and ranks all items for the users of the other, by the rules of `evaluate interactions`. */
export async function fitLibmf(
  { train, test, k, threads }: ContestTask,
  settings: Extract<Contender, { name: 'libmf' }>,
): Promise<ContestFigures> {
  const libmf = await loadLibmf()
  const { matrix, rowOf, columnOf } = interactionMatrix(await readInteractionLists(train))
  const { itemsOf } = await readInteractionLists(test)
  const data = new libmf.Matrix()
  for (let user = 0; user < matrix.rows; user++) {
    for (let e = matrix.rowStart[user]!; e < matrix.rowStart[user + 1]!; e++)
      data.push(user, matrix.columns[e]!, 1)
  }
  const { factors, iterations, alpha, lambda } = settings
  const model = new libmf.Model({
    loss: lossOf(libmf.Loss, settings.loss),
    factors,
    iterations,
    threads,
    alpha,
    c: 0,
    lambdaP2: lambda,
    lambdaQ2: lambda,
    quiet: true,
  })
  const startMs = performance.now()
  const start = process.cpuUsage()
  model.fit(data)
  const fitted = process.cpuUsage(start)
  const trainSeconds = (performance.now() - startMs) / 1000
  const beforeRanking = process.cpuUsage()
  const scores = createScores(flat(model.p(), factors), flat(model.q(), factors), factors)
  model.destroy()
  let [recall, ndcg, users] = [0, 0, 0]
  // Users of neighbouring rows share a block of scores; who is not in the training file has no factors, and finds nothing.
  const known = [...itemsOf].filter(([, items]) => items.length > 0)
  for (const [user, items] of known.sort(([a], [b]) => a - b)) {
    const row = rowOf.get(user)
    users++
    if (row === undefined) continue
    const own = matrix.columns.subarray(matrix.rowStart[row], matrix.rowStart[row + 1])
    const wanted = new Set(Array.from(items, (item) => columnOf.get(item) ?? -1 - item))
    const quality = listQuality(strongest(scores(row), own, k), wanted, k)
    recall += quality.recall
    ndcg += quality.ndcg
  }
  return {
    recall: recall / users,
    ndcg: ndcg / users,
    users,
    trainCpuSeconds: seconds(fitted),
    trainSeconds,
    evaluateCpuSeconds: seconds(process.cpuUsage(beforeRanking)),
    peakMiB: process.resourceUsage().maxRSS / 1024,
  }
}

const seconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6

function lossOf(
  losses: { ONE_CLASS_ROW: number; ONE_CLASS_COL: number; ONE_CLASS_L2: number },
  loss: string,
): number {
  if (loss === 'one-class-row') return losses.ONE_CLASS_ROW
  return loss === 'one-class-column' ? losses.ONE_CLASS_COL : losses.ONE_CLASS_L2
}

/** Row-major, with rows of zeros up to a multiple of 8; what libmf never saw has NaN, and 0 here. */
function flat(rows: readonly (readonly number[])[], width: number): Float32Array {
  const out = new Float32Array(Math.ceil(rows.length / blockUsers) * blockUsers * width)
  rows.forEach((row, r) => {
    for (let f = 0; f < width; f++) out[r * width + f] = row[f] || 0
  })
  return out
}

/** Scores of all items for a row; valid until the next call. Rows are asked for in ascending order, for speed. */
function createScores(
  users: Float32Array,
  items: Float32Array,
  width: number,
): (row: number) => Float32Array {
  const columns = items.length / width
  const dense = new Float32Array(blockUsers * width)
  const out = new Float32Array(blockUsers * columns)
  const multiply = multiplyDense({
    dense,
    rows: blockUsers,
    width,
    right: items,
    outWidth: columns,
    lowerTriangular: false,
    out,
  })
  let computed = -1
  return (row) => {
    const block = Math.floor(row / blockUsers)
    if (block !== computed) {
      dense.set(users.subarray(block * dense.length, (block + 1) * dense.length))
      multiply(0)
      computed = block
    }
    const at = (row % blockUsers) * columns
    return out.subarray(at, at + columns)
  }
}

/** The k highest, best first, ties by index, without the user's own; overwrites the scores of those. */
function strongest(scores: Float32Array, own: Int32Array, k: number): number[] {
  for (const item of own) scores[item] = Number.NEGATIVE_INFINITY
  const best: number[] = []
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item]!
    if (best.length === k && !(score > scores[best[k - 1]!]!)) continue
    let place = best.length < k ? best.length : k - 1
    while (place > 0 && scores[best[place - 1]!]! < score) {
      best[place] = best[place - 1]!
      place--
    }
    best[place] = item
  }
  return best
}
