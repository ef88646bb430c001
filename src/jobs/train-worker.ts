import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../db/client.ts'
import { Problem } from '../problem/problems.ts'
import { startTraining, TrainingCancelled, type TrainModelOptions } from './train.ts'
import { type ClaimedJob, createTrainingJobs, type Holder } from './training-jobs.ts'
import { createTrainingRuns } from './training-runs.ts'

export interface TrainWorkerDeps {
  readonly database: Database
  readonly now: () => Date
  /** No other worker has it. */
  readonly name: string
  /** How long a job stays with a worker that is not heard of any more, ms. */
  readonly leaseMs?: number
  /** See `TrainModelOptions`. */
  readonly learn?: TrainModelOptions['learn']
  readonly onJob?: (job: ClaimedJob) => void
  /** `error` null: a version came of it, and serves its market if the gate let it */
  readonly onDone?: (job: ClaimedJob, error: string | null) => void
}

export interface TrainWorker {
  /** Does one job to its end. False: there was none, or none that can be done now. @throws what keeps it from asking */
  workOne(signal: AbortSignal): Promise<boolean>
  /** Does jobs until the signal aborts, and asks again every `pollMs` when there is none. */
  run(signal: AbortSignal, pollMs: number): Promise<void>
}

class JobLost extends Error {}

/**
 * Trains what waits in the queue. While a job is under way its lease is renewed; a worker that cannot do that stops before another one takes the
 * job over, and whoever takes it over first ends the run that was begun, so that of two workers who both believe to have it one at most
 * can register a version.
 */
export function createTrainWorker(deps: TrainWorkerDeps): TrainWorker {
  const { database, now, name, leaseMs = 60_000, learn } = deps
  const jobs = createTrainingJobs(database)
  const runs = createTrainingRuns({ database, now })

  /** Until `stop`: renews, and aborts when the lease is gone, or would be before it is known. */
  const keepLease = (holder: Holder, lost: AbortController) => {
    let heldUntilMs = performance.now() + leaseMs
    const renew = async () => {
      const askedMs = performance.now()
      const isHeld = await jobs.renew(holder, leaseMs).catch(() => null)
      if (isHeld) heldUntilMs = askedMs + leaseMs
      const isLost = isHeld === false || performance.now() + leaseMs / 3 >= heldUntilMs
      if (isLost) lost.abort(new JobLost('another worker has the job by now, or may have'))
    }
    const timer = setInterval(() => void renew(), leaseMs / 6)
    return { stop: () => clearInterval(timer) }
  }

  const train = async (job: ClaimedJob, holder: Holder, signal: AbortSignal): Promise<string | null> => {
    const { market, options, actor, reason } = job
    if (job.leftRunId !== null) await runs.bury(job.leftRunId)
    const started = await startTraining({
      database,
      now,
      market,
      actor,
      signal,
      ...options,
      ...(reason === null ? {} : { reason }),
      ...(learn ? { learn } : {}),
    })
    if (!started) return null
    const { id, finished } = started
    // Whatever comes of it is told below; nobody else waits.
    finished.catch(() => {})
    await jobs.noteRun(holder, id)
    const outcome = await finished
    if (!outcome.trained) return outcome.reason
    return outcome.accepted ? null : (outcome.report.gate?.words ?? 'the gate kept it back')
  }

  const workOne = async (signal: AbortSignal): Promise<boolean> => {
    signal.throwIfAborted()
    const job = await jobs.claim(name, leaseMs)
    if (!job) return false
    deps.onJob?.(job)
    const holder = { id: job.id, worker: name }
    const lost = new AbortController()
    const lease = keepLease(holder, lost)
    try {
      const error = await train(job, holder, AbortSignal.any([signal, lost.signal]))
      await jobs.finish(holder, error)
      deps.onDone?.(job, error)
    } catch (error) {
      await settle(holder, error, signal)
      if (signal.aborted || isUnderWay(error)) return false
      deps.onDone?.(job, messageOf(error))
    } finally {
      lease.stop()
    }
    return true
  }

  /** Another's job is left to the other; what was stopped, or not possible now, waits as before; what failed was an attempt. */
  const settle = async (holder: Holder, error: unknown, signal: AbortSignal) => {
    if (error instanceof JobLost) return
    if (signal.aborted || isUnderWay(error)) await jobs.release(holder)
    else if (error instanceof TrainingCancelled) await jobs.finish(holder, error.message)
    else await jobs.fail(holder, messageOf(error))
  }

  return {
    workOne,
    async run(signal, pollMs) {
      while (!signal.aborted) {
        const didWork = await workOne(signal)
        if (!didWork) await delay(pollMs, undefined, { signal }).catch(() => {})
      }
    },
  }
}

const isUnderWay = (error: unknown) => error instanceof Problem && error.code === 'training-under-way'
const messageOf = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!
