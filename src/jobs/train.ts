import type { Database } from '../db/client.ts'
import { trySessionLock } from '../db/session-lock.ts'
import { Problem } from '../problem/problems.ts'
import { createMarketModels } from '../relevance/market-models.ts'
import { type Channel, type ChannelState, createModelRegistry } from '../relevance/registry.ts'
import { isStableReadable } from './in-service.ts'
import type { ModelMetrics } from './model-metrics.ts'
import type { TrainedModel } from './train-protocol.ts'
import type { TrainReport } from './train-report.ts'
import { etaSeconds, overallProgress, type Stage } from './train-stages.ts'
import { runTrainThread } from './train-thread.ts'
import { createTrainingRuns, type TrainingRuns, type Trigger, trainingLockKey } from './training-runs.ts'

export interface TrainProgress {
  readonly stage: Stage
  /** of the stage, 0 to 1 */
  readonly share: number
  /** of the whole run, 0 to 1 */
  readonly overall: number
  /** null: too early to tell */
  readonly etaSeconds: number | null
}

export interface TrainModelOptions {
  readonly database: Database
  readonly now: () => Date
  /** same data, seed and settings, same artefact; default 1 */
  readonly seed?: number
  /** for the audit; default `system` */
  readonly actor?: string
  /**
   * A restaurant that names the market to learn from, and that the version is for; default: everything. Whoever asks makes sure that nobody
   * else trains this market: such runs go beside each other, and beside the one of everything.
   */
  readonly market?: string | null
  /** default `manual` */
  readonly trigger?: Trigger
  readonly reason?: string
  /** Trains on data that look broken, and serves the result whatever the gate finds; `reason` says why. Default false. */
  readonly force?: boolean
  /** Seconds to look for better settings first; default 0: those of the model in service. */
  readonly searchSeconds?: number
  readonly onProgress?: (progress: TrainProgress) => void
  /** Ends the thread at once; nothing is registered then. */
  readonly signal?: AbortSignal
  /** Where it is learnt; default: a worker thread, so that this process goes on answering. */
  readonly learn?: typeof runTrainThread
  /** Asked once the lock is held; false: the run is not wanted any more. */
  readonly stillWanted?: () => Promise<boolean>
}

export type TrainOutcome =
  | {
      readonly trained: true
      readonly runId: string
      readonly version: string
      /** false: it is kept, and the gate's words say why it does not serve */
      readonly accepted: boolean
      readonly metrics: ModelMetrics
      readonly settings: TrainedModel['settings']
      readonly report: TrainReport
      /** what serves it now */
      readonly channels: readonly Channel[]
    }
  | {
      readonly trained: false
      readonly runId: string
      readonly reason: string
      readonly report: TrainReport
    }

export interface StartedTraining {
  readonly id: string
  readonly finished: Promise<TrainOutcome>
}

const beatMs = 1000

/** Somebody asked for the run to stop. */
export class TrainingCancelled extends Error {}

/**
 * One training run from start to end, as `startTraining`.
 * @throws Problem training-under-way; TrainingCancelled; the signal's reason when it aborts
 */
export async function trainModel(options: TrainModelOptions): Promise<TrainOutcome> {
  const started = await startTraining(options)
  return await started!.finished
}

/**
 * Starts to train on all that is stored, in a worker thread, with a row that tells how far it is. What comes out is kept as a new
 * version; `latest` serves it when the gate lets it, and `stable` too when that served nothing. Version, promotion and the end of the
 * run are one transaction: whatever ends the run early leaves nothing half done. One run at a time, across all processes of a
 * database.
 * @returns null only when `stillWanted` said no
 * @throws Problem training-under-way
 */
export async function startTraining(options: TrainModelOptions): Promise<StartedTraining | null> {
  const { database, now, signal, stillWanted, market = null } = options
  signal?.throwIfAborted()
  const stop = new AbortController()
  const runs = createTrainingRuns({ database, now })
  const onLost = (error: Error) =>
    stop.abort(new Error('the connection that held the lock was lost', { cause: error }))
  const lock =
    market === null
      ? await trySessionLock({ url: database.url, key: trainingLockKey, onLost })
      : { release: async () => {} }
  if (!lock) throw await underWay(runs)
  const abort = () => stop.abort(signal?.reason)
  try {
    if (stillWanted && !(await stillWanted())) {
      await lock.release()
      return null
    }
    const { actor = 'system', trigger = 'manual', reason = null } = options
    const { seed = 1, force = false, searchSeconds = 0 } = options
    const id = await runs.open({ trigger, actor, reason, market, options: { seed, force, searchSeconds } })
    signal?.addEventListener('abort', abort, { once: true })
    if (signal?.aborted) abort()
    const run = async () => {
      try {
        return await runToItsEnd(id, options, runs, stop)
      } finally {
        signal?.removeEventListener('abort', abort)
        await lock.release()
      }
    }
    return { id, finished: run() }
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function underWay(runs: TrainingRuns): Promise<Problem> {
  const latest = await runs.latest()
  const which =
    latest && latest.finishedAt === null ? `Run ${latest.id}, started ${latest.startedAt}` : 'Another run'
  return new Problem('training-under-way', { detail: `${which} has to end first.` })
}

async function runToItsEnd(
  id: string,
  options: TrainModelOptions,
  runs: TrainingRuns,
  stop: AbortController,
): Promise<TrainOutcome> {
  const meter = createMeter(options, (at) => runs.beat(id, at))
  const beat = async () => {
    const cancelledBy = await meter.beat()
    if (cancelledBy !== null) stop.abort(new TrainingCancelled(`cancelled by ${cancelledBy}`))
  }
  // A beat that fails is one that the next one makes good.
  const timer = setInterval(() => void beat().catch(() => {}), beatMs)
  try {
    await beat()
    const { database, now, seed = 1, searchSeconds = 0, learn = runTrainThread } = options
    const task = {
      databaseUrl: database.url,
      market: options.market ?? null,
      nowMs: now().getTime(),
      seed,
      searchSeconds,
      force: forceOf(options),
    }
    const outcome = await learn(task, stop.signal, meter.advance)
    // Until here it could be cancelled; what comes now is one transaction.
    stop.signal.throwIfAborted()
    await beat()
    stop.signal.throwIfAborted()
    if (outcome.kind === 'refused') {
      await runs.finish(id, { status: 'rejected', error: outcome.reason, report: outcome.report })
      return { trained: false, runId: id, reason: outcome.reason, report: outcome.report }
    }
    meter.advance('register', 0)
    return await keep(id, outcome.model, outcome.report, options, runs)
  } catch (error) {
    const isCancelled = stop.signal.aborted && (error instanceof TrainingCancelled || options.signal?.aborted)
    // The stack is for the log alone.
    const message = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!
    // When the database is away the row stays, and the next one that looks finds that nobody holds the lock.
    await runs.finish(id, { status: isCancelled ? 'cancelled' : 'failed', error: message }).catch(() => {})
    throw error
  } finally {
    clearInterval(timer)
  }
}

function forceOf({ force = false, actor = 'system', reason }: TrainModelOptions) {
  return force ? { actor, reason: reason ?? 'no reason given' } : null
}

/** The version, its promotion and the end of the run, all or nothing. */
async function keep(
  runId: string,
  { metrics, settings, ...model }: TrainedModel,
  report: TrainReport,
  { database, now, actor = 'system', market = null }: TrainModelOptions,
  runs: TrainingRuns,
): Promise<TrainOutcome> {
  const registry = createModelRegistry({ database, now })
  const accepted = report.gate?.accepted ?? true
  const { channels, words } =
    market === null
      ? channelsFor(await registry.channels(), accepted, await isStableReadable(registry))
      : { channels: [], words: [] }
  const verdict = report.gate && { ...report.gate, words: [report.gate.words, ...words].join(' ') }
  const told = { ...report, gate: verdict }
  const error = accepted ? null : (verdict?.words ?? null)
  const reason = `trained in run ${runId}. ${verdict?.words ?? ''}`.trim().slice(0, 2000)
  const version = await registry.register(
    {
      ...model,
      metrics,
      settings: { ...settings, ...(market === null ? {} : { market }) },
      status: accepted ? 'accepted' : 'rejected',
    },
    {
      promote: channels.map((channel) => ({ channel, actor, reason })),
      async within(client, modelVersion) {
        const status = accepted ? 'succeeded' : 'rejected'
        await runs.finish(runId, { status, error, modelVersion, report: told }, client)
        if (market === null || !accepted) return
        await createMarketModels(database).serve(client, market, modelVersion, { by: actor, at: now() })
      },
    },
  )
  return { trained: true, runId, version, accepted, metrics, settings, report: told, channels }
}

/** `latest`, and `stable` when it serves nothing or what nobody can read any more; never a pinned one. */
function channelsFor(
  served: readonly ChannelState[],
  accepted: boolean,
  isStableReadable: boolean,
): { channels: Channel[]; words: string[] } {
  if (!accepted) return { channels: [], words: [] }
  const isStableServing = isStableReadable && served.some(({ channel }) => channel === 'stable')
  const wanted: Channel[] = isStableServing ? ['latest'] : ['latest', 'stable']
  const pinned = served.filter(({ channel, pinned }) => pinned && wanted.includes(channel))
  return {
    channels: wanted.filter((channel) => !pinned.some((state) => state.channel === channel)),
    words: pinned.map(
      ({ channel, version, changedBy }) =>
        `${channel} stays with ${version}, to which ${changedBy} pinned it; promote the new version by hand.`,
    ),
  }
}

/** Knows how far the run is, and how long it may still take. */
function createMeter(
  { searchSeconds = 0, onProgress }: TrainModelOptions,
  beat: (at: { stage: Stage; progress: number; etaSeconds: number | null }) => Promise<string | null>,
) {
  const startMs = performance.now()
  let stage: Stage = 'snapshot'
  let overall = 0
  const eta = () => etaSeconds(performance.now() - startMs, overall)
  return {
    advance(reached: Stage, share: number) {
      stage = reached
      overall = Math.max(overall, overallProgress(reached, share, searchSeconds > 0 ? 0.6 : 0))
      onProgress?.({ stage, share, overall, etaSeconds: eta() })
    },
    beat: () => beat({ stage, progress: overall, etaSeconds: eta() }),
  }
}
