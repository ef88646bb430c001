import type { Executor } from '../../../numeric/executor.ts'
import { createSerialExecutor } from '../../../numeric/executor.ts'
import { createRandom } from '../../../numeric/random.ts'
import {
  columnCounts,
  type SparseRows,
  scaleRowsAndColumns,
  shared,
  sharedFloat32,
  sharedInt32,
  transpose,
} from '../../../numeric/sparse-rows.ts'
import { type RightSpectrum, rightSpectrum } from '../../../numeric/spectral.ts'
import { type CollaborativeKernels, collaborativeKernels } from './kernels.ts'
import type { ItemOperator } from './operator.ts'
import { operatorRowsPieces } from './operator-rows.ts'
import { allPairsUpToItems, type CollaborativeSettings } from './settings.ts'

export interface TrainingHooks {
  /** Where the kernels run; left out: here. The result has the same bits either way. */
  readonly executor?: Executor<CollaborativeKernels>
  /** told the share done, 0 to 1 */
  readonly onProgress?: (share: number) => void
  readonly signal?: AbortSignal
}

/**
 * Trains the item–item operator on users × items.
 * @param interactions values are the weights of interactions, positive; a user's row may be empty
 */
export async function trainCollaborative(
  interactions: SparseRows,
  settings: CollaborativeSettings,
  hooks: TrainingHooks = {},
): Promise<ItemOperator> {
  if (interactions.width === 0) return emptyOperator(0)
  const prepared = prepare(interactions)
  const factors = await factorise(prepared, settings, hooks)
  return cutRows(prepared, factors, settings, hooks)
}

/** The interactions in shared memory, with what every step asks of them. */
export interface PreparedInteractions {
  readonly byUser: SparseRows
  readonly byItem: SparseRows
  /** lengths users and items; at least 1 */
  readonly userDegrees: Float64Array
  readonly itemDegrees: Float64Array
}

export function prepare(interactions: SparseRows): PreparedInteractions {
  const byUser = shared(interactions)
  const byItem = shared(transpose(byUser))
  const userDegrees = Float64Array.from({ length: byUser.rows }, (_, user) =>
    Math.max(1, byUser.rowStart[user + 1]! - byUser.rowStart[user]!),
  )
  const itemDegrees = Float64Array.from(columnCounts(byUser), (count) => Math.max(1, count))
  return { byUser, byItem, userDegrees, itemDegrees }
}

const powers = (values: Float64Array, exponent: number) => values.map((value) => value ** exponent)

/** V and Σ of the normalised interactions. */
export async function factorise(
  { byUser, userDegrees, itemDegrees }: PreparedInteractions,
  settings: CollaborativeSettings,
  hooks: TrainingHooks,
): Promise<RightSpectrum> {
  const left = powers(userDegrees, -settings.userExponent)
  const right = powers(itemDegrees, -settings.itemExponent)
  const normalised = shared(scaleRowsAndColumns(byUser, left, right))
  const rank = Math.min(settings.rank, byUser.width, byUser.rows)
  return rightSpectrum(normalised, shared(transpose(normalised)), {
    rank,
    iterations: settings.iterations,
    random: createRandom(settings.seed).fork('collaborative'),
    executor: hooks.executor ?? createSerialExecutor(collaborativeKernels),
    onProgress: (share) => hooks.onProgress?.(share * 0.7),
    signal: hooks.signal,
  })
}

/** The K strongest entries of each row of D_i^(−b) V Σ^p Vᵀ D_i^(c). */
export async function cutRows(
  { byUser, byItem, itemDegrees }: PreparedInteractions,
  spectrum: RightSpectrum,
  settings: CollaborativeSettings,
  hooks: TrainingHooks,
): Promise<ItemOperator> {
  hooks.signal?.throwIfAborted()
  const items = byItem.rows
  const entriesPerRow = Math.min(settings.entriesPerRow, items)
  const outColumns = sharedInt32(items * entriesPerRow)
  const outValues = sharedFloat32(items * entriesPerRow)
  const outCounts = sharedInt32(items)
  const pieces = operatorRowsPieces(items)
  const executor = hooks.executor ?? createSerialExecutor(collaborativeKernels)
  const rows = {
    factors: weighDirections(spectrum, settings.spectralPower / 2),
    width: spectrum.rank,
    rowScale: powers(itemDegrees, -settings.itemExponent),
    columnScale: powers(itemDegrees, settings.targetExponent),
    byUser,
    byItem,
    allPairs: items <= allPairsUpToItems,
    entriesPerRow,
    outColumns,
    outValues,
    outCounts,
  }
  await executor.run('operatorRows', rows, pieces, (done) => hooks.onProgress?.(0.7 + (0.3 * done) / pieces))
  return compact(items, entriesPerRow, outColumns, outValues, outCounts)
}

/** vectors · diag(values^power), in shared memory; directions that the matrix does not have stay zero. */
function weighDirections({ rank, values, vectors }: RightSpectrum, power: number): Float32Array {
  if (power === 0) return vectors
  const weights = values.map((value) => (value > 0 ? value ** power : 0))
  const weighed = sharedFloat32(vectors.length)
  for (let start = 0; start < vectors.length; start += rank) {
    for (let j = 0; j < rank; j++) weighed[start + j] = vectors[start + j]! * weights[j]!
  }
  return weighed
}

function compact(
  items: number,
  stride: number,
  columns: Int32Array,
  values: Float32Array,
  counts: Int32Array,
): ItemOperator {
  const rowStart = new Int32Array(items + 1)
  for (let item = 0; item < items; item++) rowStart[item + 1] = rowStart[item]! + counts[item]!
  const compactColumns = new Int32Array(rowStart[items]!)
  const compactValues = new Float32Array(rowStart[items]!)
  for (let item = 0; item < items; item++) {
    const from = item * stride
    compactColumns.set(columns.subarray(from, from + counts[item]!), rowStart[item])
    compactValues.set(values.subarray(from, from + counts[item]!), rowStart[item])
  }
  return { items, rowStart, columns: compactColumns, values: compactValues }
}

function emptyOperator(items: number): ItemOperator {
  return {
    items,
    rowStart: new Int32Array(items + 1),
    columns: new Int32Array(0),
    values: new Float32Array(0),
  }
}
