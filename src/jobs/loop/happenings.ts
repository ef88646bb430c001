import type { Happening } from '../../../seed/sessions.ts'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { History } from '../../interactions/history.ts'
import { interactionTypes } from '../../interactions/schema.ts'
import { type Dataset, type DatasetUser, historyLimit } from '../../relevance/dataset.ts'

/** As training reads it: all but impressions, in order of time; places and people of the city are those of the catalogue by index. */
export function datasetOfHappenings(
  catalogue: Catalogue,
  users: readonly DatasetUser[],
  happenings: readonly Happening[],
  hash: string,
): Dataset {
  const rows = happenings.filter(({ type }) => type !== 'impression').sort((a, b) => a.atMs - b.atMs)
  return {
    catalogue,
    users,
    length: rows.length,
    restaurant: Int32Array.from(rows, ({ place }) => place),
    user: Int32Array.from(rows, ({ person }) => person),
    ...columnsOf(rows),
    hash,
  }
}

/** What each user had done, kept up to date while the city lives. */
export interface LiveHistories {
  add(happening: Happening): void
  before(person: number, atMs: number): History
}

export function createLiveHistories(people: number): LiveHistories {
  const rows: Happening[][] = Array.from({ length: people }, () => [])
  return {
    add(happening) {
      if (happening.type === 'impression') return
      const own = rows[happening.person]!
      own.push(happening)
      // A rating comes an hour after its order, and what else is done in between is told first.
      for (let n = own.length - 1; n > 0 && own[n - 1]!.atMs > own[n]!.atMs; n--) {
        ;[own[n - 1], own[n]] = [own[n]!, own[n - 1]!]
      }
    },
    before(person, atMs) {
      const past = rows[person]!.filter((row) => row.atMs < atMs).slice(-historyLimit)
      return {
        length: past.length,
        restaurant: Int32Array.from(past, ({ place }) => place),
        ...columnsOf(past),
      }
    },
  }
}

const columnsOf = (rows: readonly Happening[]) => ({
  type: Uint8Array.from(rows, ({ type }) => interactionTypes.indexOf(type)),
  atMs: Float64Array.from(rows, ({ atMs }) => atMs),
  amount: Float64Array.from(rows, ({ amount }) => amount ?? Number.NaN),
  rating: Float64Array.from(rows, ({ rating }) => rating ?? Number.NaN),
})
