import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../../../config.ts'
import { createKeyStore } from '../../../keys/key-store.ts'
import { build, type RunningService } from '../../../main.ts'
import { createProfileStore } from '../../../profiles/profile-store.ts'
import { activeUsers, type OnStep, silent, withPlace } from '../place.ts'
import type { LoadKind } from './generate.ts'
import { generateInThread } from './generate-in-thread.ts'
import { fitSlope, type Slope } from './slope.ts'
import { type LoadFigures, summariseLoad } from './summarise-load.ts'

export interface SoakOptions {
  readonly minutes: number
  readonly perSecond: number
  readonly seed: number
  readonly onProgress: OnStep
}

export interface MemoryPoint {
  readonly minute: number
  readonly rssMiB: number
  readonly heapUsedMiB: number
  readonly externalMiB: number
}

export interface SoakReport {
  readonly minutes: number
  readonly perSecond: number
  /** by kind of request */
  readonly kinds: Readonly<Record<string, LoadFigures>>
  /** answers of status 5xx other than 503; 0 is what is promised */
  readonly unknownFaults: number
  readonly memory: readonly MemoryPoint[]
  /** MiB an hour over the second half, when caches have filled */
  readonly rssSlope: Slope
  readonly heapSlope: Slope
}

const budgetMs = 100
/** Weights of the kinds. */
const mix = { recommendations: 80, interactions: 15, batch: 1, publishes: 0.3, catalogue: 0.7, analyses: 0.2 }
const soakedProfile = 'sales'
const differentInteractions = 5000

/** Mixed traffic for a long time: does memory stay, does anything break? Load comes from a thread of the same process, whose memory is in the figures. */
export async function runSoak(config: Config, options: SoakOptions): Promise<SoakReport> {
  return await withPlace(config, false, async (own) => {
    const service = await build(own, silent(options.onProgress))
    try {
      return await soak(service, options)
    } finally {
      await service.close()
    }
  })
}

async function soak(service: RunningService, options: SoakOptions): Promise<SoakReport> {
  const { minutes, perSecond, seed, onProgress } = options
  const keys = createKeyStore({ database: service.database, randomBytes })
  const key = await keys.create({ role: 'admin', label: 'soak', actor: 'cli' })
  const memory: MemoryPoint[] = []
  const startMs = performance.now()
  const minute = () => (performance.now() - startMs) / 60_000
  try {
    const revisions = await twoRevisions(service)
    const kinds = await kindsOf(service, key.key, revisions)
    const load = generateInThread({
      host: service.host,
      port: service.port,
      kinds,
      mostConnections: 500,
      graceMs: 5000,
      perSecond,
      seconds: minutes * 60,
      process: 'poisson',
      seed,
    })
    let isOver = false
    const ended = load.finally(() => {
      isOver = true
    })
    while (!isOver) {
      memory.push({ minute: minute(), ...memoryNow() })
      onProgress('Soaking', Math.min(100, Math.round((100 * minute()) / minutes)), 100)
      await Promise.race([delay(Math.min(10_000, minutes * 1000)), ended])
    }
    const result = await load
    const seconds = minutes * 60
    const figures = kinds.map(
      ({ name }, kind) => [name, summariseLoad(result, { seconds, budgetMs, kind })] as const,
    )
    const half = memory.slice(memory.length >> 1)
    const slope = (pick: (point: MemoryPoint) => number) =>
      fitSlope(
        half.map((point) => point.minute / 60),
        half.map(pick),
      )
    return {
      minutes,
      perSecond,
      kinds: Object.fromEntries(figures),
      unknownFaults: result.status.reduce((sum, status) => sum + Number(status >= 500 && status !== 503), 0),
      memory,
      rssSlope: slope(({ rssMiB }) => rssMiB),
      heapSlope: slope(({ heapUsedMiB }) => heapUsedMiB),
    }
  } finally {
    await keys.revoke(key.id, 'cli')
  }
}

function memoryNow() {
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rssMiB: rss / 2 ** 20, heapUsedMiB: heapUsed / 2 ** 20, externalMiB: external / 2 ** 20 }
}

/** Two revisions of a profile to go back and forth between. */
async function twoRevisions({ database, serving }: RunningService): Promise<number[]> {
  const profiles = createProfileStore({ database, now: () => new Date() })
  const { settings, revision } = serving.snapshots.current().profiles.get(soakedProfile)!
  const other = { ...settings, latencyBudgetMs: settings.latencyBudgetMs + 1 }
  await profiles.putDraft(soakedProfile, other, { actor: 'cli' })
  const published = await profiles.publish(soakedProfile, { actor: 'cli', reason: 'soak' })
  return [revision, published.revision]
}

/** Bodies are made beforehand and sent again and again; interactions that were sent before count as duplicates. */
async function kindsOf(
  { database, serving }: RunningService,
  key: string,
  revisions: readonly number[],
): Promise<LoadKind[]> {
  const users = await activeUsers(database)
  const { ids } = serving.snapshots.current().catalogue
  const at = new Date().toISOString()
  const kind = (
    name: keyof typeof mix,
    path: string,
    bodies: readonly unknown[],
    method = 'POST',
  ): LoadKind => ({
    name,
    weight: mix[name],
    method,
    path,
    key,
    bodies,
  })
  const ask = (userId: string) => ({ userId, context: {}, limit: 10 })
  const interaction = (n: number) => ({
    id: `soak-${at}-${n}`,
    type: 'click',
    userId: users[n % users.length],
    restaurantId: ids[n % ids.length],
    at,
  })
  const interactions = Array.from({ length: differentInteractions }, (_, n) => ({
    interactions: [interaction(n)],
  }))
  return [
    kind('recommendations', '/v1/recommendations', users.map(ask)),
    kind('interactions', '/v1/interactions', interactions),
    kind('batch', '/v1/recommendations/batch', [{ requests: users.slice(0, 16).map(ask) }]),
    kind(
      'publishes',
      `/v1/profiles/${soakedProfile}/revert`,
      revisions.map((to) => ({ to, reason: 'soak' })),
    ),
    kind(
      'catalogue',
      `/v1/restaurants/${encodeURIComponent(ids[0]!)}`,
      ['Soaked', 'Soaked twice'].map((name) => ({ name })),
      'PATCH',
    ),
    kind('analyses', '/v1/admin/objectives/compare', [
      { request: ask(users[0]!), sides: [{ profile: 'sales' }, { profile: 'manager' }] },
    ]),
  ]
}
