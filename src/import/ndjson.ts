import type { z } from 'zod'
import { upsertRestaurants } from '../catalog/upsert-restaurants.ts'
import type { Database } from '../db/client.ts'
import type { Queryable } from '../db/queryable.ts'
import { retryRaces } from '../db/retry.ts'
import { settlePending } from '../db/settle-pending.ts'
import { inTransaction } from '../db/transaction.ts'
import { fieldErrors } from '../problem/field-errors.ts'
import type { FieldError } from '../problem/problems.ts'
import { upsertUsers } from '../users/upsert-users.ts'
import { parseJsonLine } from './json-lines.ts'
import { readLines } from './lines.ts'
import { ownSchemas } from './own/kinds.ts'
import { cut } from './values.ts'

export interface NdjsonReport {
  /** lines that were not blank; the sum of all below */
  read: number
  inserted: number
  updated: number
  unchanged: number
  rejectedCount: number
  /** at most `maxListedRejects`, in order */
  rejected: RejectedLine[]
}

export interface RejectedLine {
  readonly line: number
  readonly id?: string
  readonly errors: readonly FieldError[]
}

export const maxListedRejects = 100
const chunkSize = 1000
const maxIdLength = 200
/** Faults told of one line, and of each so much of its path: a line of a megabyte asks for no longer answer than others. */
const maxErrorsOfLine = 20
const maxPathLength = 200

/**
 * Reads restaurants or users, one JSON object a line, from a stream such as a request's body. A bad line is rejected with its
 * faults and stops nothing; a stream that breaks off, or a database that fails, leaves nothing behind.
 *
 * The transaction begins with the first full chunk, so that what fits into one holds no lock while it is still coming in.
 */
export async function importNdjson(
  kind: 'restaurants' | 'users',
  readable: AsyncIterable<Uint8Array>,
  { database }: { database: Pick<Database, 'pool'> },
): Promise<NdjsonReport> {
  const report: NdjsonReport = {
    ...{ read: 0, inserted: 0, updated: 0, unchanged: 0, rejectedCount: 0 },
    rejected: [],
  }
  const chunks = kind === 'restaurants' ? restaurantChunks(readable, report) : userChunks(readable, report)
  const first = await chunks.next()
  if (first.done) return report
  await inTransaction(database.pool, async (client) => {
    await first.value(client)
    for await (const write of chunks) await write(client)
  })
  if (kind === 'restaurants') await retryRaces(() => settlePending(database.pool, null))
  return report
}

type Write = (client: Queryable) => Promise<void>

async function* restaurantChunks(
  readable: AsyncIterable<Uint8Array>,
  report: NdjsonReport,
): AsyncGenerator<Write> {
  for await (const { rows } of soundChunks(readable, ownSchemas.restaurants, report)) {
    yield async (client) => addCounts(report, await upsertRestaurants(client, rows))
  }
}

async function* userChunks(readable: AsyncIterable<Uint8Array>, report: NdjsonReport): AsyncGenerator<Write> {
  for await (const { rows, lines } of soundChunks(readable, ownSchemas.users, report)) {
    yield async (client) => {
      const counts = await upsertUsers(client, rows)
      addCounts(report, counts)
      const erased = new Set(counts.erased)
      const errors = [{ path: 'id', message: 'was erased; PUT the user again first' }]
      rows.forEach((row, index) => {
        if (erased.has(row.id)) reject(report, lines[index]!, row, errors)
      })
    }
  }
}

function addCounts(report: NdjsonReport, counts: { inserted: number; updated: number; unchanged: number }) {
  report.inserted += counts.inserted
  report.updated += counts.updated
  report.unchanged += counts.unchanged
}

interface Chunk<T> {
  rows: T[]
  /** where in the stream each row stands */
  lines: number[]
}

/** Sound rows in chunks; the others go to the report. */
async function* soundChunks<T>(
  readable: AsyncIterable<Uint8Array>,
  schema: z.ZodType<T>,
  report: NdjsonReport,
): AsyncGenerator<Chunk<T>> {
  let chunk: Chunk<T> = { rows: [], lines: [] }
  for await (const line of readLines(readable)) {
    const parsed = parseJsonLine(line)
    if (!parsed) continue
    report.read++
    if ('fault' in parsed || line.isLatin) {
      reject(report, line.number, undefined, [
        { path: '', message: 'fault' in parsed ? parsed.fault : 'the line is not UTF-8' },
      ])
      continue
    }
    const row = schema.safeParse(parsed.value)
    if (!row.success)
      reject(report, line.number, parsed.value, fieldErrors(row.error, parsed.value, maxErrorsOfLine))
    else {
      chunk.lines.push(line.number)
      if (chunk.rows.push(row.data) < chunkSize) continue
      yield chunk
      chunk = { rows: [], lines: [] }
    }
  }
  if (chunk.rows.length > 0) yield chunk
}

function reject(report: NdjsonReport, line: number, value: unknown, errors: FieldError[]): void {
  report.rejectedCount++
  if (report.rejected.length >= maxListedRejects) return
  const id = idOf(value)
  const told = errors.map(({ path, message }) => ({ path: cut(path, maxPathLength), message }))
  report.rejected.push({ line, ...(id === undefined ? {} : { id }), errors: told })
}

function idOf(value: unknown): string | undefined {
  const isObject = typeof value === 'object' && value !== null && 'id' in value
  return isObject && typeof value.id === 'string' ? cut(value.id, maxIdLength) : undefined
}
