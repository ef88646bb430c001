import type pg from 'pg'
import { Problem } from '../problem/problems.ts'
import {
  type ExperimentSettings,
  type ExperimentState,
  experimentKeySchema,
  experimentSettingsSchema,
  experimentStateSchema,
  type StopCause,
  stopCauseSchema,
} from './schema.ts'

export interface Experiment {
  readonly key: string
  readonly state: ExperimentState
  readonly settings: ExperimentSettings
  /** the variant that others are held against */
  readonly control: string
  readonly createdAt: string
  readonly createdBy: string
  readonly updatedAt: string
  readonly updatedBy: string
  /** null: a draft */
  readonly started: { readonly at: string; readonly by: string; readonly reason: string } | null
  /** null: not stopped */
  readonly stopped: {
    readonly at: string
    readonly by: string
    readonly because: StopCause
    readonly reason: string
  } | null
}

export interface ExperimentRow {
  id: string
  key: string
  state: string
  settings: unknown
  created_at: Date
  created_by: string
  updated_at: Date
  updated_by: string
  started_at: Date | null
  started_by: string | null
  start_reason: string | null
  stopped_at: Date | null
  stopped_by: string | null
  stopped_because: string | null
  stop_reason: string | null
}

export const experimentColumns = `id::text, key, state, settings, created_at, created_by, updated_at, updated_by, started_at, started_by,
  start_reason, stopped_at, stopped_by, stopped_because, stop_reason`

export function experimentOf(row: ExperimentRow): Experiment {
  const settings = readSettings(row.settings, row.key)
  return {
    key: row.key,
    state: experimentStateSchema.parse(row.state),
    settings,
    control: settings.control ?? settings.variants[0]!.key,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
    started: row.started_at && {
      at: row.started_at.toISOString(),
      by: row.started_by ?? '',
      reason: row.start_reason ?? '',
    },
    stopped: row.stopped_at && {
      at: row.stopped_at.toISOString(),
      by: row.stopped_by ?? '',
      because: stopCauseSchema.parse(row.stopped_because),
      reason: row.stop_reason ?? '',
    },
  }
}

type Queryable = Pick<pg.PoolClient, 'query'>

/** @throws Problem experiment-not-found */
export async function findExperiment(client: Queryable, key: string, lock = false): Promise<Experiment> {
  // A key that no experiment can have is not sent: PostgreSQL refuses some texts (NUL) as such.
  const { rows } = experimentKeySchema.safeParse(key).success
    ? await client.query<ExperimentRow>(
        `SELECT ${experimentColumns} FROM experiments WHERE key = $1 ${lock ? 'FOR UPDATE' : ''}`,
        [key],
      )
    : { rows: [] }
  if (!rows[0]) {
    throw new Problem('experiment-not-found', { detail: `there is no experiment ${key.slice(0, 60)}` })
  }
  return experimentOf(rows[0])
}

/** What is stored was checked when it was written; fields that came later take their defaults here. */
function readSettings(stored: unknown, key: string): ExperimentSettings {
  const parsed = experimentSettingsSchema.safeParse(stored)
  if (parsed.success) return parsed.data
  throw new Problem('internal', {
    cause: new Error(`stored settings of experiment ${key}: ${parsed.error.message}`),
  })
}
