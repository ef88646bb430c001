import { createRestaurantStore } from '../../catalog/restaurant-store.ts'
import type { Database } from '../../db/client.ts'
import { createInteractionStore } from '../../interactions/interaction-store.ts'
import type { Page, PageQuery } from '../../schema/cursor.ts'
import { createUserStore } from '../../users/user-store.ts'
import { csvCell } from '../csv-records.ts'
import {
  exportedInteraction,
  exportedRestaurant,
  exportedUser,
  type OwnKind,
  ownColumns,
  toCells,
} from './kinds.ts'

export const exportFormats = ['csv', 'ndjson'] as const
export type ExportFormat = (typeof exportFormats)[number]

/**
 * Everything of one kind as text, chunk by chunk, ready for a file. What it writes, `importOwn` reads: into an empty database and
 * out again gives the same text. Interactions that wait for their restaurant are in it.
 */
export async function* exportOwn(
  kind: OwnKind,
  format: ExportFormat,
  database: Pick<Database, 'pool'>,
): AsyncGenerator<string, void, undefined> {
  const line =
    format === 'csv'
      ? (row: Record<string, unknown>) => `${toCells(kind, row).map(csvCell).join(',')}\n`
      : (row: Record<string, unknown>) => `${JSON.stringify(row)}\n`
  if (format === 'csv') yield `${ownColumns[kind].map(({ name }) => name).join(',')}\n`
  for await (const rows of readBatches(kind, database)) yield rows.map(line).join('')
}

async function* readBatches(kind: OwnKind, database: Pick<Database, 'pool'>) {
  switch (kind) {
    case 'restaurants': {
      const store = createRestaurantStore({ database })
      for await (const page of pages(store.list)) yield page.map(exportedRestaurant)
      return
    }
    case 'users': {
      const store = createUserStore({ database })
      for await (const page of pages(store.list)) yield page.map(exportedUser)
      return
    }
    case 'interactions': {
      const store = createInteractionStore({ database })
      for await (const batch of store.batches()) yield batch.map(exportedInteraction)
      for await (const batch of store.batches({ pending: true })) yield batch.map(exportedInteraction)
    }
  }
}

async function* pages<T>(list: (query: PageQuery) => Promise<Page<T>>) {
  let cursor: string | null = null
  do {
    const page: Page<T> = await list({ limit: 1000, cursor })
    yield page.items
    cursor = page.nextCursor
  } while (cursor !== null)
}
