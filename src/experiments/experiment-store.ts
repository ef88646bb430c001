import type pg from 'pg'
import { type AuditEntry, writeAudit } from '../db/audit.ts'
import type { Database } from '../db/client.ts'
import { type NumberedPage, numberedPage, positionOf } from '../db/numbered-page.ts'
import { inTransaction } from '../db/transaction.ts'
import { type FieldError, Problem } from '../problem/problems.ts'
import { findRevision } from '../profiles/profile-rows.ts'
import type { PageQuery } from '../schema/cursor.ts'
import {
  type Experiment,
  type ExperimentRow,
  experimentColumns,
  experimentOf,
  findExperiment,
} from './experiment-rows.ts'
import type { ExperimentSettings, ExperimentState, RunningExperiment, StopCause, Variant } from './schema.ts'

export type { Experiment }

export interface ExperimentStoreDeps {
  readonly database: Pick<Database, 'pool'>
  readonly now: () => Date
}

export interface ExperimentChange {
  /** who: `<role>:<key id>`, or `cli`, `system` */
  readonly actor: string
  readonly reason: string
}

export interface ExperimentQuery extends PageQuery {
  /** null: any */
  readonly state: ExperimentState | null
}

export type ExperimentStore = ReturnType<typeof createExperimentStore>

/** Draft → running → stopped, each step one transaction together with its entry in the audit; what ran does not run again. */
export function createExperimentStore({ database, now }: ExperimentStoreDeps) {
  const { pool } = database

  /** Newest first. @throws Problem invalid-cursor */
  async function list({ limit, cursor, state }: ExperimentQuery): Promise<NumberedPage<Experiment>> {
    const { rows } = await pool.query<ExperimentRow>(
      `SELECT ${experimentColumns} FROM experiments
        WHERE ($1::bigint IS NULL OR id < $1) AND ($2::text IS NULL OR state = $2)
        ORDER BY experiments.id DESC LIMIT $3`,
      [positionOf(cursor), state, limit + 1],
    )
    const { items, nextCursor } = numberedPage(rows, limit)
    return { items: items.map(experimentOf), nextCursor }
  }

  /** @throws Problem experiment-not-found */
  const get = (key: string): Promise<Experiment> => findExperiment(pool, key)

  /**
   * A draft, which changes no answer.
   * @throws Problem experiment-exists, invalid-request (a profile, revision or model that does not exist)
   */
  async function create(key: string, settings: ExperimentSettings, actor: string): Promise<Experiment> {
    return await inTransaction(pool, async (client) => {
      await requireParts(client, settings)
      const { rows } = await client.query<ExperimentRow>(
        `INSERT INTO experiments (key, scope, settings, created_at, created_by, updated_at, updated_by)
         VALUES ($1, $2, $3, $4, $5, $4, $5) ON CONFLICT (key) DO NOTHING RETURNING ${experimentColumns}`,
        [key, settings.scope, JSON.stringify(settings), now(), actor],
      )
      if (!rows[0]) throw new Problem('experiment-exists', { detail: `there is an experiment ${key}` })
      await audit(client, { actor, action: 'experiment.create', subject: key })
      return experimentOf(rows[0])
    })
  }

  /**
   * Replaces what a draft says.
   * @throws Problem experiment-not-found, conflict when it was started, invalid-request as `create`
   */
  async function edit(key: string, settings: ExperimentSettings, actor: string): Promise<Experiment> {
    return await inTransaction(pool, async (client) => {
      requireState(await findExperiment(client, key, true), 'draft')
      await requireParts(client, settings)
      const { rows } = await client.query<ExperimentRow>(
        `UPDATE experiments SET scope = $2, settings = $3, updated_at = $4, updated_by = $5 WHERE key = $1
         RETURNING ${experimentColumns}`,
        [key, settings.scope, JSON.stringify(settings), now(), actor],
      )
      await audit(client, { actor, action: 'experiment.edit', subject: key })
      return experimentOf(rows[0]!)
    })
  }

  /**
   * From here on users are split. Two that run never share a request: one that would is refused.
   * @throws Problem experiment-not-found, conflict (not a draft, or its planned stop has passed), experiment-scope-taken,
   *   invalid-request (a profile, revision or model that does not exist)
   */
  async function start(key: string, { actor, reason }: ExperimentChange): Promise<Experiment> {
    return await inTransaction(pool, async (client) => {
      await client.query(`SELECT pg_advisory_xact_lock(hashtext('maitre.start-experiment'))`)
      const experiment = await findExperiment(client, key, true)
      requireState(experiment, 'draft')
      const { plannedStop } = experiment.settings
      if (plannedStop !== undefined && Date.parse(plannedStop) <= now().getTime()) {
        throw new Problem('conflict', { detail: `${key} was to stop at ${plannedStop}, which has passed` })
      }
      await requireParts(client, experiment.settings)
      await requireFreeScope(client, experiment.settings.scope)
      const { rows } = await client.query<ExperimentRow>(
        `UPDATE experiments SET state = 'running', started_at = $2, started_by = $3, start_reason = $4 WHERE key = $1
         RETURNING ${experimentColumns}`,
        [key, now(), actor, reason],
      )
      await audit(client, { actor, action: 'experiment.start', subject: key, reason })
      return experimentOf(rows[0]!)
    })
  }

  /**
   * Ends it: from here on nobody is in it.
   * @throws Problem experiment-not-found, conflict when it does not run
   */
  async function stop(
    key: string,
    { actor, reason, because }: ExperimentChange & { because: StopCause },
  ): Promise<Experiment> {
    return await inTransaction(pool, async (client) => {
      const experiment = await findExperiment(client, key, true)
      requireState(experiment, 'running')
      const { rows } = await client.query<ExperimentRow>(
        `UPDATE experiments SET state = 'stopped', stopped_at = greatest($2, started_at), stopped_by = $3, stopped_because = $4,
                stop_reason = $5 WHERE key = $1
         RETURNING ${experimentColumns}`,
        [key, now(), actor, because, reason],
      )
      const detail = { because }
      await audit(client, { actor, action: 'experiment.stop', subject: key, reason, detail })
      return experimentOf(rows[0]!)
    })
  }

  /** What it found, for when the log has forgotten. */
  async function keepResults(key: string, results: unknown): Promise<void> {
    await pool.query('UPDATE experiments SET results = $2 WHERE key = $1', [key, JSON.stringify(results)])
  }

  /** null: nothing was kept. */
  async function keptResults(key: string): Promise<unknown> {
    const { rows } = await pool.query<{ results: unknown }>(
      'SELECT results FROM experiments WHERE key = $1',
      [key],
    )
    return rows[0]?.results ?? null
  }

  /** What the serving splits users by. */
  async function running(): Promise<RunningExperiment[]> {
    const { rows } = await pool.query<ExperimentRow>(
      `SELECT ${experimentColumns} FROM experiments WHERE state = 'running' ORDER BY key COLLATE "C"`,
    )
    return await Promise.all(rows.map(experimentOf).map(toRunning))
  }

  async function toRunning({ key, settings }: Experiment): Promise<RunningExperiment> {
    const { scope, traffic, plannedStop } = settings
    const variants = await Promise.all(
      settings.variants.map(async ({ key, share, profile, revision, modelVersion }) => ({
        key,
        share,
        profile,
        pinned: revision === undefined ? null : await findRevision(pool, profile, revision),
        modelVersion: modelVersion ?? null,
      })),
    )
    const plannedStopMs = plannedStop === undefined ? null : Date.parse(plannedStop)
    return { key, scope, traffic, plannedStopMs, variants }
  }

  const audit = (client: pg.PoolClient, entry: AuditEntry) => writeAudit(client, now(), entry)

  return { list, get, create, edit, start, stop, keepResults, keptResults, running }
}

function requireState({ key, state }: Experiment, wanted: 'draft' | 'running'): void {
  if (state === wanted) return
  const is = { draft: 'was not started yet', running: 'is running', stopped: 'was stopped' }
  const can = { draft: 'a draft can be edited or started', running: 'what runs can be stopped' }
  throw new Problem('conflict', { detail: `${key} ${is[state]}; only ${can[wanted]}` })
}

async function requireFreeScope(client: pg.PoolClient, scope: string | null): Promise<void> {
  const { rows } = await client.query<{ key: string }>(
    `SELECT key FROM experiments WHERE state = 'running' AND scope IS NOT DISTINCT FROM $1`,
    [scope],
  )
  if (!rows[0]) return
  const requests = scope === null ? 'requests that name no profile' : `requests that name ${scope}`
  throw new Problem('experiment-scope-taken', {
    detail: `${rows[0].key} takes the ${requests}; stop it first, or give this one another scope`,
  })
}

/** Everything that the variants name has to be there, all faults at once. */
async function requireParts(client: pg.PoolClient, { scope, variants }: ExperimentSettings): Promise<void> {
  const errors: FieldError[] = []
  if (scope !== null && !(await isPublished(client, scope))) {
    errors.push({ path: 'scope', message: 'is no published profile' })
  }
  for (const [index, variant] of variants.entries()) {
    errors.push(...(await faultsOf(client, variant, `variants.${index}`)))
  }
  if (errors.length === 0) return
  throw new Problem('invalid-request', {
    detail: 'The experiment names what does not exist.',
    errors,
  })
}

async function faultsOf(client: pg.PoolClient, variant: Variant, path: string): Promise<FieldError[]> {
  const errors: FieldError[] = []
  const { profile, revision, modelVersion } = variant
  if (!(await isPublished(client, profile))) {
    errors.push({ path: `${path}.profile`, message: 'is no published profile' })
  } else if (revision !== undefined) {
    await findRevision(client, profile, revision).catch((error: unknown) => {
      if (!(error instanceof Problem) || error.code !== 'revision-not-found') throw error
      errors.push({ path: `${path}.revision`, message: `is no revision of ${profile}` })
    })
  }
  if (modelVersion !== undefined) {
    const { rowCount } = await client.query('SELECT FROM models WHERE version = $1', [modelVersion])
    if (!rowCount) errors.push({ path: `${path}.modelVersion`, message: 'is no model version' })
  }
  return errors
}

async function isPublished(client: pg.PoolClient, key: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM profile_revisions WHERE profile_key = $1 LIMIT 1', [
    key,
  ])
  return (rowCount ?? 0) > 0
}
