import { isNullIsland } from '../catalog/implausible.ts'
import { type IdentifiedRestaurant, upsertRestaurants } from '../catalog/upsert-restaurants.ts'
import type { Queryable } from '../db/queryable.ts'
import { ingestInteractions } from '../interactions/ingest-interactions.ts'
import type { Interaction } from '../interactions/schema.ts'
import { type IdentifiedUser, upsertUsers } from '../users/upsert-users.ts'
import type { ImportContext } from './run-import.ts'

const chunkSize = 1000

/** Rows of the source files that an entity was made of: file → how many. */
export type Origin = Readonly<Record<string, number>>

export interface EntityWriter<T> {
  add(entity: T, origin: Origin): Promise<void>
  /** Writes what is left; to be called at the end. */
  flush(): Promise<void>
}

/** @returns ids that were left out because somebody erased them */
type Upsert<T> = (
  client: Queryable,
  rows: readonly T[],
  onWritten: (id: string) => void,
) => Promise<readonly string[]>

/** Why a row is skipped; the row itself is kept nowhere, or the erasure would be undone. */
const wasErased = 'the user was erased'

/** Writes in chunks and counts each origin row as imported, unchanged or skipped. */
function createEntityWriter<T extends { readonly id: string }>(
  { client, tally }: ImportContext,
  upsert: Upsert<T>,
): EntityWriter<T> {
  let waiting: { entity: T; origin: Origin }[] = []
  const flush = async () => {
    if (waiting.length === 0) return
    const chunk = waiting
    waiting = []
    const written = new Set<string>()
    const entities = chunk.map(({ entity }) => entity)
    const erased = new Set(await upsert(client, entities, (id) => written.add(id)))
    for (const { entity, origin } of chunk) {
      for (const [file, rows] of Object.entries(origin)) {
        if (erased.has(entity.id)) tally.skipped(file, wasErased, rows)
        else if (written.has(entity.id)) tally.imported(file, rows)
        else tally.unchanged(file, rows)
      }
    }
  }
  return {
    flush,
    async add(entity, origin) {
      waiting.push({ entity, origin })
      if (waiting.length >= chunkSize) await flush()
    },
  }
}

/** A location of exactly (0, 0), which is stored as unknown, counts as repaired in the first file of the row's origin. */
export function createRestaurantWriter(context: ImportContext): EntityWriter<IdentifiedRestaurant> {
  const { add, flush } = createEntityWriter(
    context,
    async (...given: Parameters<typeof upsertRestaurants>) => {
      await upsertRestaurants(...given)
      return []
    },
  )
  return {
    flush,
    async add(restaurant, origin) {
      const [file] = Object.keys(origin)
      if (file !== undefined && restaurant.location && isNullIsland(restaurant.location)) {
        context.tally.repaired(file, 'location of 0, 0 taken as unknown')
      }
      await add(restaurant, origin)
    },
  }
}

export const createUserWriter = (context: ImportContext) =>
  createEntityWriter(
    context,
    async (client, rows: readonly IdentifiedUser[], onWritten) =>
      (await upsertUsers(client, rows, onWritten)).erased,
  )

export interface InteractionWriter {
  /** The interactions that one row stands for; it counts as imported when at least one of them is new. */
  add(interactions: readonly Interaction[]): Promise<void>
  flush(): Promise<void>
}

export function createInteractionWriter({ client, tally }: ImportContext, file: string): InteractionWriter {
  let waiting: (readonly Interaction[])[] = []
  const flush = async () => {
    if (waiting.length === 0) return
    const chunk = waiting
    waiting = []
    const { duplicateIds, erasedIds, pending } = await ingestInteractions(client, chunk.flat())
    const repeats = new Map<string, number>()
    for (const id of duplicateIds) repeats.set(id, (repeats.get(id) ?? 0) + 1)
    const erased = new Set(erasedIds)
    tally.pending(file, pending)
    // From the end, because of equal ids the first one is kept.
    for (const row of chunk.reverse()) {
      const isNew = [...row].reverse().map(({ id }) => !takeOne(repeats, id))
      if (row.some(({ id }) => erased.has(id))) tally.skipped(file, wasErased)
      else if (isNew.includes(true)) tally.imported(file)
      else tally.unchanged(file)
    }
  }
  return {
    flush,
    async add(interactions) {
      waiting.push(interactions)
      if (waiting.length >= chunkSize) await flush()
    },
  }
}

function takeOne(counts: Map<string, number>, id: string): boolean {
  const count = counts.get(id) ?? 0
  if (count > 0) counts.set(id, count - 1)
  return count > 0
}
