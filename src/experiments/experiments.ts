import type { Database } from '../db/client.ts'
import { createExperimentStore, type Experiment, type ExperimentChange } from './experiment-store.ts'
import { type ExperimentFigures, figuresOf } from './figures.ts'
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
  const { stop: end, keptResults, ...store } = createExperimentStore({ database, now })

  const measure = async (experiment: Experiment, until: Date): Promise<ExperimentResults> => ({
    key: experiment.key,
    state: experiment.state,
    asOf: until.toISOString(),
    ...figuresOf(experiment.settings, await readExperimentData(database.pool, experiment, until)),
  })

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

  /** Ends it and keeps what it found. @throws Problem experiment-not-found, conflict when it does not run */
  async function stop(key: string, change: ExperimentChange & { because: StopCause }): Promise<Experiment> {
    const experiment = await store.get(key)
    const found = experiment.state === 'running' ? await measure(experiment, now()) : null
    return await end(key, { ...change, results: found })
  }

  return { ...store, results, stop }
}

function usersOf({ enrolled }: Pick<ExperimentFigures, 'enrolled'>): number {
  return enrolled.reduce((sum, { users }) => sum + users, 0)
}
