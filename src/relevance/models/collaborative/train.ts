import { createSerialExecutor, type Executor } from '../../../numeric/executor.ts'
import { createRandom } from '../../../numeric/random.ts'
import { createSharedBuffers, type SharedBuffers } from '../../../numeric/shared-buffers.ts'
import {
  columnCounts,
  copiedTo,
  type SparseRows,
  scaleRowsAndColumns,
  transpose,
} from '../../../numeric/sparse-rows.ts'
import { type RightSpectrum, rightSpectrum, roundedRank } from '../../../numeric/spectral.ts'
import { createVectorStore, freeRooms, type VectorStore } from '../../../numeric/wasm/vector-store.ts'
import { type CollaborativeKernels, collaborativeKernels } from './kernels.ts'
import type { ItemOperator } from './operator.ts'
import { gatherRoom, operatorRowsPieces } from './operator-rows.ts'
import { type CollaborativeSettings, isSmall } from './settings.ts'
import {
  type FilterSettings,
  ridgeScale,
  type SpectralFilter,
  spectralFilter,
  unexplained,
} from './spectral-filter.ts'

export interface TrainingHooks {
  /** Where the kernels run; left out: here. The result has the same bits either way. */
  readonly executor?: Executor<CollaborativeKernels>
  /** Memory that several trainings use one after the other; left out: of its own. */
  readonly buffers?: SharedBuffers
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
  given: TrainingHooks = {},
): Promise<ItemOperator> {
  const hooks = { ...given, buffers: given.buffers ?? createSharedBuffers() }
  const normalised = normalise(interactions, settings, hooks.buffers)
  const spectrum = await factorise(normalised, settings, {
    ...hooks,
    onProgress: (share) => hooks.onProgress?.(share * 0.6),
  })
  const filter = spectralFilter(spectrum.values, settings)
  const cut = await cutRows(
    normalised,
    spectrum,
    { filter, parts: [], settings, columnScale: targetScale(normalised, spectrum, filter, settings) },
    { ...hooks, onProgress: (share) => hooks.onProgress?.(0.6 + share * 0.4) },
  )
  return compact(cut)
}

/** A = D_u^(−a) R D_i^(−b), by users and by items, in shared memory. */
export interface NormalisedInteractions {
  readonly byUser: SparseRows
  readonly byItem: SparseRows
  /** entries in every column, at least 1 */
  readonly itemDegrees: Float64Array
}

const powers = (values: Float64Array, exponent: number) => values.map((value) => value ** exponent)

export function normalise(
  interactions: SparseRows,
  { userExponent, itemExponent }: Pick<CollaborativeSettings, 'userExponent' | 'itemExponent'>,
  buffers: SharedBuffers,
): NormalisedInteractions {
  const { rows, rowStart } = interactions
  const userDegrees = Float64Array.from({ length: rows }, (_, user) =>
    Math.max(1, rowStart[user + 1]! - rowStart[user]!),
  )
  const itemDegrees = Float64Array.from(columnCounts(interactions), (count) => Math.max(1, count))
  const left = powers(userDegrees, -userExponent)
  const right = powers(itemDegrees, -itemExponent)
  const byUser = copiedTo(buffers, 'byUser', scaleRowsAndColumns(interactions, left, right))
  return { byUser, byItem: copiedTo(buffers, 'byItem', transpose(byUser)), itemDegrees }
}

/** Computed beyond the rank, because the last directions of a subspace iteration are the least exact. */
const spareDirections = 32

/** A spectrum whose vectors the kernels read in place. */
export interface StoredSpectrum extends RightSpectrum {
  readonly store: VectorStore
}

export async function factorise(
  { byUser, byItem }: NormalisedInteractions,
  settings: Pick<CollaborativeSettings, 'rank' | 'iterations' | 'seed'>,
  hooks: TrainingHooks & { readonly buffers: SharedBuffers },
): Promise<StoredSpectrum> {
  const { buffers } = hooks
  const executor = executorOf(hooks)
  const rank = roundedRank(Math.min(settings.rank + spareDirections, byUser.width, byUser.rows))
  const store = createVectorStore(buffers, 'vectors', {
    words: byUser.width * rank,
    rooms: executor.threads,
    roomLengths: gatherRoom(rank, byUser.width),
  })
  const spectrum = await rightSpectrum(byUser, byItem, {
    rank,
    iterations: settings.iterations,
    random: createRandom(settings.seed).fork('collaborative'),
    executor,
    workspace: {
      vectors: store.vectors,
      image: buffers.float32('image', byUser.rows * rank),
      square: buffers.float64('square', rank * rank),
    },
    signal: hooks.signal,
    ...(hooks.onProgress && { onProgress: hooks.onProgress }),
  })
  return { ...spectrum, store }
}

const executorOf = (hooks: TrainingHooks) => hooks.executor ?? createSerialExecutor(collaborativeKernels)

export interface CutOptions {
  readonly filter: SpectralFilter
  /** weights of directions of which the products are kept too, for every entry */
  readonly parts: readonly Float32Array[]
  readonly settings: Pick<CollaborativeSettings, 'itemExponent' | 'entriesPerRow'>
  /** length items */
  readonly columnScale: Float64Array
  /** rows that are wanted, by 1; left out: all */
  readonly wantedRows?: Uint8Array
}

/** Rows of one length: row i's entries begin at i · stride. */
export interface CutOperator {
  readonly items: number
  readonly stride: number
  readonly columns: Int32Array
  readonly values: Float32Array
  readonly counts: Int32Array
  /** what was asked for, then AᵀA, unscaled; none where nothing was asked for */
  readonly parts: readonly Float32Array[]
}

/** D_i^(c), and for a ridge divided by what the other items do not explain. */
export function targetScale(
  { byItem, itemDegrees }: NormalisedInteractions,
  { rank, values, vectors }: RightSpectrum,
  filter: SpectralFilter,
  settings: FilterSettings & Pick<CollaborativeSettings, 'targetExponent'>,
): Float64Array {
  const scale = powers(itemDegrees, settings.targetExponent)
  if (settings.ridge === 0) return scale
  const own = unexplained(filter, ridgeScale(values, settings), {
    vectors,
    width: rank,
    squares: squaredLengths(byItem),
  })
  return scale.map((value, item) => value / own[item]!)
}

function squaredLengths({ rows, rowStart, values }: SparseRows): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0
    for (let e = rowStart[row]!; e < rowStart[row + 1]!; e++) sum += values[e]! ** 2
    return sum
  })
}

/** The strongest entries of each row of D_i^(−b) f(AᵀA), times the scale of their column. */
export async function cutRows(
  { byUser, byItem, itemDegrees }: NormalisedInteractions,
  { rank, store }: StoredSpectrum,
  { filter, parts, settings, columnScale, wantedRows }: CutOptions,
  hooks: TrainingHooks & { readonly buffers: SharedBuffers },
): Promise<CutOperator> {
  hooks.signal?.throwIfAborted()
  const { buffers } = hooks
  const items = byItem.rows
  const stride = Math.min(settings.entriesPerRow, items)
  const cut = {
    items,
    stride,
    columns: buffers.int32('cut.columns', items * stride),
    values: buffers.float32('cut.values', items * stride),
    counts: buffers.int32('cut.counts', items).fill(0),
    parts:
      parts.length > 0
        ? [...parts, null].map((_, p) => buffers.float32(`cut.parts.${p}`, items * stride))
        : [],
  }
  freeRooms(store)
  const args = {
    store,
    width: rank,
    filter,
    parts,
    rowScale: powers(itemDegrees, -settings.itemExponent),
    columnScale,
    byUser,
    byItem,
    ...(wantedRows && { wantedRows }),
    allPairs: isSmall(items),
    entriesPerRow: stride,
    outColumns: cut.columns,
    outValues: cut.values,
    outCounts: cut.counts,
    outParts: cut.parts,
  }
  const pieces = operatorRowsPieces(items)
  await executorOf(hooks).run('operatorRows', args, pieces, (done) => hooks.onProgress?.(done / pieces))
  return cut
}

/** Rows without gaps between them. */
function compact({ items, stride, columns, values, counts }: CutOperator): ItemOperator {
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
