import type pg from 'pg'
import { answerWithin } from '../db/answer-within.ts'
import type { Topic } from '../db/notifications.ts'

const topicOfTable: Readonly<Record<string, Topic>> = {
  restaurants: 'catalogue',
  users: 'users',
  interactions: 'interactions',
  erasures: 'erasures',
  profiles: 'profiles',
  profile_revisions: 'profiles',
  model_channels: 'models',
  market_models: 'models',
  experiments: 'experiments',
  api_keys: 'keys',
}

// PostgreSQL counts the rows that each table gained, changed and lost; TRUNCATE gives it another file. New users are
// left out, as they are for notifications: nothing is remembered of a user who did not exist.
const countChanges = `
  SELECT relname AS name,
         concat_ws(':', CASE relname WHEN 'users' THEN 0 ELSE n_tup_ins END, n_tup_upd, n_tup_del,
                   pg_relation_filenode(relid)) AS state
    FROM pg_stat_user_tables
   WHERE schemaname = 'public' AND relname = ANY ($1)`

/** A database that does not answer so simple a question is away, ms. */
const pollMs = 2000

export interface ChangeCheck {
  /** The topics that changed since the last call (never any at the first one); costs one query that touches no table of ours. */
  poll(): Promise<Topic[]>
}

/** Finds out by asking what notifications would have told, for when they can't (a pooler in between, a lost connection). */
export function createChangeCheck(pool: pg.Pool): ChangeCheck {
  let last: ReadonlyMap<string, string> | undefined
  return {
    async poll() {
      const { rows } = await pool.query<{ name: string; state: string }>({
        text: countChanges,
        values: [Object.keys(topicOfTable)],
        ...answerWithin(pollMs),
      })
      const before = last
      last = new Map(rows.map(({ name, state }) => [name, state]))
      if (!before) return []
      const changed = rows.filter(({ name, state }) => before.get(name) !== state)
      return [...new Set(changed.map(({ name }) => topicOfTable[name]!))]
    },
  }
}
