import { z } from 'zod'
import { addDays, startOf } from '../../analysis/drift/days.ts'
import { type DaySketch, daySketchSchema } from '../../analysis/drift/sketch.ts'
import type { Database } from '../../db/client.ts'

export interface KeptSketch {
  readonly sketch: DaySketch
  readonly computedAtMs: number
}
export type Volume = DaySketch['volume']

export interface SketchStore {
  /** Of the days from `from` to `to`, both included. */
  read(from: string, to: string): Promise<KeptSketch[]>
  keep(sketch: DaySketch): Promise<void>
  /** Rows there are of each of these days now; a week a statement. */
  volumes(from: string, to: string): Promise<ReadonlyMap<string, Volume>>
}

const none: Volume = { order: 0, click: 0, impression: 0, list: 0 }
const countsSchema = z.array(
  z.object({ day: z.string(), kind: z.enum(['order', 'click', 'impression', 'list']), count: z.int() }),
)
/** The day of a time, UTC. */
const dayOfAt = `to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD')`

export function createSketchStore({
  database,
  now,
}: {
  database: Pick<Database, 'pool'>
  now: () => Date
}): SketchStore {
  const { pool } = database
  return {
    async read(from, to) {
      const { rows } = await pool.query(
        `SELECT sketch, computed_at FROM daily_sketches WHERE day BETWEEN $1::date AND $2::date ORDER BY day`,
        [from, to],
      )
      const rowSchema = z.object({ sketch: daySketchSchema, computed_at: z.date() })
      return rows.flatMap((row) => {
        // What an older version counted otherwise is counted again.
        const { data } = rowSchema.safeParse(row)
        return data ? [{ sketch: data.sketch, computedAtMs: data.computed_at.getTime() }] : []
      })
    },
    async keep(sketch) {
      await pool.query(
        `INSERT INTO daily_sketches (day, sketch, computed_at) VALUES ($1::date, $2, $3)
         ON CONFLICT (day) DO UPDATE SET sketch = excluded.sketch, computed_at = excluded.computed_at`,
        [sketch.day, JSON.stringify(sketch), now()],
      )
    },
    async volumes(from, to) {
      const found = new Map<string, Volume>()
      for (let start = from; start <= to; start = addDays(start, 7)) {
        const end = addDays(start, 7) <= to ? addDays(start, 7) : addDays(to, 1)
        const { rows } = await pool.query(
          `SELECT ${dayOfAt} AS day, type::text AS kind, count(*)::int AS count FROM interactions
            WHERE at >= $1 AND at < $2 AND type IN ('order', 'click', 'impression') GROUP BY 1, 2
           UNION ALL SELECT ${dayOfAt}, 'list', count(*)::int FROM recommendations WHERE at >= $1 AND at < $2 GROUP BY 1`,
          [new Date(startOf(start)), new Date(startOf(end))],
        )
        for (const { day, kind, count } of countsSchema.parse(rows)) {
          found.set(day, { ...(found.get(day) ?? none), [kind]: count })
        }
      }
      return found
    },
  }
}
