import type { Database } from '../db/client.ts'
import { createExperimentStore, type Experiment, type ExperimentChange } from './experiment-store.ts'
import { type ExperimentFigures, figuresOf } from './figures.ts'
import { type GuardrailState, watchGuardrails } from './guardrails.ts'
import { readExperimentData } from './read-data.ts'
import { experimentResultsSchema } from './results-schema.ts'
import type { ExperimentState, StopCause } from './schema.ts'

export interface ExperimentResults extends ExperimentFigures {
  readonly key: string
  readonly state: ExperimentState
  /** what came later does not count */
  readonly asOf: string
}

export type Experiments = ReturnType<typeof createExperiments>

/** Experiments as they are stored, with what they found. */
export function createExperiments({ database, now }: { database: Pick<Database, 'pool'>; now: () => Date }) {
  const { stop: end, keepResults, keptResults, ...store } = createExperimentStore({ database, now })

  const read = (experiment: Experiment, until: Date, lists = true) =>
    readExperimentData(database.pool, experiment, { until, lists })

  const measure = async (experiment: Experiment, until: Date): Promise<ExperimentResults> => ({
    key: experiment.key,
    state: experiment.state,
    asOf: until.toISOString(),
    ...figuresOf(experiment.settings, await read(experiment, until)),
  })

  /** The guardrails alone, at less cost than all results. */
  async function guardrails(experiment: Experiment): Promise<GuardrailState[]> {
    const { settings, control } = experiment
    const lists = settings.guardrails.some(({ metric }) => metric === 'wait' || metric === 'ndcg')
    return watchGuardrails(settings, control, await read(experiment, now(), lists))
  }

  /**
   * What is known so far; asking again and again does no harm. Of one that was stopped: as of then, and as it was kept where the log
   * has forgotten some of its users since.
   * @throws Problem experiment-not-found
   */
  async function results(key: string): Promise<ExperimentResults> {
    const experiment = await store.get(key)
    const { stopped } = experiment
    const found = await measure(experiment, stopped ? new Date(stopped.at) : now())
    const kept = stopped && experimentResultsSchema.safeParse(await keptResults(key)).data
    return kept && usersOf(kept) > usersOf(found) ? { ...kept, state: experiment.state } : found
  }

  /** Ends it at once, then keeps what it found. @throws Problem experiment-not-found, conflict when it does not run */
  async function stop(key: string, change: ExperimentChange & { because: StopCause }): Promise<Experiment> {
    const experiment = await end(key, change)
    // It is over whether the figures can be read now or not; for as long as the log has them, they can be read later.
    await measure(experiment, new Date(experiment.stopped?.at ?? now()))
      .then((found) => keepResults(key, found))
      .catch(() => {})
    return experiment
  }

  return { ...store, results, guardrails, stop }
}

function usersOf({ enrolled }: Pick<ExperimentFigures, 'enrolled'>): number {
  return enrolled.reduce((sum, { users }) => sum + users, 0)
}
