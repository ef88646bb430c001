import { randomBytes } from 'node:crypto'
import type { Config } from '../../config.ts'
import { createKeyStore } from '../../keys/key-store.ts'
import { build, type RunningService } from '../../main.ts'
import { benchAgainstExpress } from './against-express.ts'
import { benchBatches } from './batches.ts'
import type { BenchContext } from './context.ts'
import { benchCores } from './cores.ts'
import { benchImport } from './import.ts'
import { benchInProcess } from './in-process.ts'
import { benchIngestion } from './ingestion.ts'
import { benchLookUps } from './look-ups.ts'
import { machineNow } from './machine.ts'
import { activeUsers, type OnStep, silent, withPlace } from './place.ts'
import { benchRankingCore } from './ranking-core.ts'
import { benchScale } from './scale.ts'
import type { Section } from './section.ts'
import { benchStartUp } from './start-up.ts'
import { benchSwap } from './swap.ts'

export interface BenchOptions {
  /** True: the database of the environment; false: a city made for the purpose and thrown away. */
  readonly here: boolean
  /** Whether it runs, not how fast: one short round of each. */
  readonly quick: boolean
  /** Only this piece; null: everything. */
  readonly only: PieceName | null
  readonly rounds: number
  /** of each round */
  readonly seconds: number
  readonly onProgress: OnStep
}

export interface BenchReport {
  readonly machine: string
  readonly data: string
  readonly sections: readonly Section[]
}

/** Measures everything in one run, piece by piece; each piece answers one question. */
export async function runBench(config: Config, options: BenchOptions): Promise<BenchReport> {
  const { here, quick, only, onProgress } = options
  const seconds = quick ? 0.2 : options.seconds
  const rounds = quick ? 1 : options.rounds
  return await withPlace(config, here, async (own) => {
    const service = await build(own, silent(onProgress))
    const { sections, data } = await measure(
      service,
      { config: own, seconds, rounds, onProgress },
      only,
    ).finally(() => service.close())
    if (only !== null)
      return { machine: `${machineNow()}; PostgreSQL and the load on the same cores`, data, sections }
    const start = await benchStartUp(own, rounds, onProgress)
    onProgress('Measuring catalogues of several sizes')
    const scale = benchScale(quick ? [1000] : [1000, 10_000, 100_000])
    return {
      machine: `${machineNow()}; PostgreSQL and the load on the same cores`,
      data,
      sections: [...sections, start, scale],
    }
  })
}

type Given = Pick<BenchContext, 'config' | 'seconds' | 'rounds' | 'onProgress'>

const pieces = {
  'ranking-core': benchRankingCore,
  'in-process': benchInProcess,
  http: benchAgainstExpress,
  batches: benchBatches,
  'look-ups': benchLookUps,
  swap: benchSwap,
  cores: benchCores,
  ingestion: benchIngestion,
  import: benchImport,
} satisfies Record<string, (context: BenchContext) => Promise<Section>>
export type PieceName = keyof typeof pieces

async function measure(service: RunningService, given: Given, only: PieceName | null) {
  const keys = createKeyStore({ database: service.database, randomBytes })
  const key = await keys.create({ role: 'admin', label: 'bench', actor: 'cli' })
  const headers = { 'content-type': 'application/json', 'x-api-key': key.key }
  try {
    const context = { ...given, service, headers, userIds: await activeUsers(service.database) }
    const data = describe(service)
    const sections: Section[] = []
    const wanted = only === null ? Object.values(pieces) : [pieces[only]]
    for (const piece of wanted) sections.push(await piece(context))
    return { sections, data }
  } finally {
    await keys.revoke(key.id, 'cli')
  }
}

function describe({ serving }: RunningService): string {
  const { catalogue, worlds } = serving.snapshots.current()
  const model = [...worlds.values()][0]?.model?.version
  return `${catalogue.size} restaurants, ${model ? `model ${model}` : 'no model'}`
}
