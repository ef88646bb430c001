import { LRUCache } from 'lru-cache'
import type { Steps } from '../analysis/steps.ts'
import { buildCatalogueSteps } from '../catalog/build-catalogue.ts'
import type { Catalogue } from '../catalog/catalogue.ts'
import type { ReadMark } from '../catalog/changed-restaurants.ts'
import { patchCatalogueSteps } from '../catalog/patch-catalogue.ts'
import type { ReadSince, RestaurantReading } from '../catalog/restaurant-store.ts'
import type { RunningExperiment } from '../experiments/schema.ts'
import { Problem } from '../problem/problems.ts'
import type { LiveProfile } from '../profiles/schema.ts'
import type { PlanQuality, RankingWorld, Scales } from '../ranking/types.ts'
import { warmUpSteps } from '../ranking/warm-up.ts'
import type { Demand } from '../relevance/demand.ts'
import type { RelevanceModel } from '../relevance/model.ts'
import { activate, isPinned, pinnedModels } from './assign.ts'
import { breathe } from './breathe.ts'
import { breatheGently } from './breathe-gently.ts'
import {
  type Counting,
  createOrderBook,
  type LiveOrder,
  type OrderBook,
  startCounting,
} from './order-book.ts'
import type { Snapshot } from './snapshot.ts'

/** A model version as it is kept: checked, not yet bound to a catalogue. */
export interface StoredModel {
  readonly version: string
  readonly scales: Scales
  readonly planQualities: readonly PlanQuality[]
  /** With stops in between; the steps throw when the artefact is not one that this version of the code reads. */
  bind(catalogue: Catalogue, demand: Demand): Steps<RelevanceModel>
}

/** Where the parts come from; every call may throw, and the part that was there then stays. */
export interface SnapshotSources {
  restaurants(since: ReadSince | null): Promise<RestaurantReading>
  profiles(): Promise<{ profiles: readonly LiveProfile[]; defaultKey: string }>
  experiments(): Promise<readonly RunningExperiment[]>
  channels(): Promise<readonly { readonly channel: string; readonly version: string }[]>
  /** @throws Problem model-not-found; any error when it is corrupt */
  model(version: string): Promise<StoredModel>
  /** Restaurants moved to another time zone: the hours of their orders are those of the old one until they are counted anew. */
  onZonesMoved?(): void
  /** For worlds without a model. */
  readonly neutral: { readonly scales: Scales; readonly planQualities: readonly PlanQuality[] }
}

export interface SnapshotStore {
  /** @throws Problem unavailable before the first load */
  current(): Snapshot
  /** Takes up what changed since the last time. */
  reloadCatalogue(): Promise<void>
  /** It may be another database that answers now: the next reload reads every restaurant. */
  doubtCatalogue(): void
  reloadProfiles(): Promise<void>
  /** With the model versions that they keep. @throws as `reloadModels` */
  reloadExperiments(): Promise<void>
  /** A version that can't be loaded leaves its channel on the last good one, and is told in `faults`. @throws after that */
  reloadModels(): Promise<void>
  /** Counts orders at once, and again after every change of the catalogue. */
  observe(orders: readonly LiveOrder[]): void
  /** Begins to count anew; what was counted before stands until `finish`. @throws Problem unavailable without a catalogue */
  recount(): Recount
  /** The world of `snapshot` with another model; null: none. @throws Problem model-not-found */
  worldWith(version: string | null, snapshot: Snapshot): Promise<RankingWorld>
  /** What could not be loaded, in words, by channel. */
  readonly faults: ReadonlyMap<string, string>
}

export interface Recount extends Pick<Counting, 'restore' | 'add'> {
  /** Once it resolves, these orders count and no others. Nothing may be observed meanwhile. */
  finish(): Promise<void>
}

/** What follows from a catalogue and its demand, ready to be asked. */
interface Bound extends Pick<Snapshot, 'catalogue' | 'demand' | 'worlds' | 'worldWithoutModel'> {}

/** Models beside those of the channels that analyses asked for, kept loaded. */
const maxOtherModels = 4
/** Holds the parts of the snapshot; each is loaded on its own, and every change makes a new snapshot in one step. */
export function createSnapshotStore(sources: SnapshotSources, now: () => Date): SnapshotStore {
  let catalogue: Catalogue | undefined
  let book: OrderBook | undefined
  let bound: Bound | undefined
  let profiles: ReadonlyMap<string, LiveProfile> | undefined
  let defaultProfileKey = ''
  let experiments: readonly RunningExperiment[] = []
  let served: ReadonlyMap<string, StoredModel> = new Map()
  let faults = new Map<string, string>()
  let snapshot: Snapshot | undefined
  /** Where the next reading of restaurants begins; null: with all of them. */
  let readUntil: ReadMark | null = null
  let isDoubtful = false
  const others = new LRUCache<string, StoredModel>({ max: maxOtherModels })

  /** Before there is a snapshot, everybody waits for it; then nobody does. */
  const run = <T>(steps: Steps<T>): Promise<T> => (snapshot ? breatheGently(steps) : breathe(steps))

  const current = (): Snapshot => {
    if (snapshot) return snapshot
    throw new Problem('unavailable', { detail: 'The service is starting.', retryAfterSeconds: 2 })
  }

  /** Binding takes a while in which others are answered; two at a time would undo each other's work. */
  const inTurn = createQueue()
  const catalogueTurns = createQueue()
  const modelTurns = createQueue()

  function* bindWorld(model: StoredModel | null, to: Catalogue, demand: Demand): Steps<RankingWorld> {
    return {
      catalogue: to,
      demand,
      model: model ? yield* model.bind(to, demand) : null,
      scales: model?.scales ?? sources.neutral.scales,
      planQualities: model?.planQualities ?? sources.neutral.planQualities,
    }
  }

  /** By version, what is bound to these already. */
  const boundTo = (to: Catalogue, demand: Demand): Map<string | null, RankingWorld> => {
    if (bound?.catalogue !== to || bound.demand !== demand) return new Map()
    const worlds = [...bound.worlds.values(), bound.worldWithoutModel]
    return new Map(worlds.map((world) => [world.model?.version ?? null, world]))
  }

  /** The worlds of the channels. @param ready worlds by version that need no binding; gains the others */
  function* bindWorlds(to: Catalogue, demand: Demand, ready = boundTo(to, demand)): Steps<Bound> {
    const worlds = new Map<string, RankingWorld>()
    for (const [channel, model] of served) {
      const world = ready.get(model.version) ?? (yield* bindWorld(model, to, demand))
      ready.set(model.version, world)
      worlds.set(channel, world)
    }
    const worldWithoutModel = ready.get(null) ?? (yield* bindWorld(null, to, demand))
    return { catalogue: to, demand, worlds, worldWithoutModel }
  }

  const publish = () => {
    if (!bound || !profiles) return
    snapshot = {
      ...bound,
      profiles,
      defaultProfileKey,
      experiments: activate(experiments, { profiles, worlds: bound.worlds }),
      loadedAtMs: now().getTime(),
    }
  }

  /** Binds what is served to these, and only then shows them. */
  const show = async (to: Catalogue, orders: OrderBook) => {
    await run(warmUpSteps({ catalogue: to, demand: orders.demand }, now().getTime()))
    bound = await run(bindWorlds(to, orders.demand))
    catalogue = to
    book = orders
    publish()
  }

  const replaceCatalogue = async (built: Catalogue): Promise<void> => {
    if (catalogue === undefined || book === undefined) return show(built, createOrderBook(built))
    // Histories and demand point into the ids; where these are the same, all that points there stays valid.
    const { ids, indexOf } = catalogue
    const next = built.ids !== ids && hasSameIds(catalogue, built) ? { ...built, ids, indexOf } : built
    const orders = isSame(book.catalogue, next) ? book : await run(book.moveTo(next))
    await show(next, orders)
    if (orders.hoursAreOld) sources.onZonesMoved?.()
  }

  /** The channels, and the versions that experiments keep. */
  const loadModels = async () => {
    const wanted = [...(await sources.channels()), ...pinnedModels(experiments)]
    const loaded = new Map([...served.values()].map((model) => [model.version, model]))
    const next = new Map<string, StoredModel>()
    const failed = new Map<string, string>()
    const keepLast = (channel: string, version: string, error: unknown) => {
      failed.set(channel, `model ${version}: ${error instanceof Error ? error.message : String(error)}`)
      const before = served.get(channel)
      if (before) next.set(channel, before)
      else next.delete(channel)
    }
    for (const { channel, version } of wanted) {
      try {
        const model = loaded.get(version) ?? (await sources.model(version))
        loaded.set(version, model)
        next.set(channel, model)
      } catch (error) {
        keepLast(channel, version, error)
      }
    }
    await inTurn(() => serve(next, keepLast))
    faults = failed
    if (failed.size > 0) throw new Error([...failed.values()].join('; '))
  }

  /** Binding shows whether an artefact is whole: one that is not leaves its channel as it was. */
  const serve = async (
    next: Map<string, StoredModel>,
    keepLast: (channel: string, version: string, error: unknown) => void,
  ) => {
    if (!catalogue || !book) {
      served = next
      return
    }
    const ready = boundTo(catalogue, book.demand)
    for (const [channel, model] of [...next]) {
      if (ready.has(model.version)) continue
      try {
        ready.set(model.version, await run(bindWorld(model, catalogue, book.demand)))
      } catch (error) {
        keepLast(channel, model.version, error)
      }
    }
    served = next
    bound = await run(bindWorlds(catalogue, book.demand, ready))
    publish()
  }

  /** One after the other, so that what began earlier does not end later and take away what is wanted now. */
  const loadModelsInTurn = () => modelTurns(loadModels)

  const reloadCatalogue = async () => {
    const mark = isDoubtful ? null : readUntil
    isDoubtful = false
    const before = catalogue
    const reading = await sources.restaurants(before && mark ? { catalogue: before, mark } : null)
    if (reading.kind === 'all') {
      const built = await run(buildCatalogueSteps(reading.restaurants))
      await inTurn(() => replaceCatalogue(built))
    } else if (before) {
      const patched = await run(patchCatalogueSteps(before, reading))
      if (!isUnchanged(before, patched)) await inTurn(() => replaceCatalogue(patched))
    }
    readUntil = reading.mark
  }

  return {
    current,

    reloadCatalogue: () => catalogueTurns(reloadCatalogue),

    doubtCatalogue() {
      isDoubtful = true
    },

    async reloadProfiles() {
      const loaded = await sources.profiles()
      profiles = new Map(loaded.profiles.map((profile) => [profile.key, profile]))
      defaultProfileKey = loaded.defaultKey
      publish()
    },

    async reloadExperiments() {
      experiments = await sources.experiments()
      const wanted = new Set(pinnedModels(experiments).map(({ channel }) => channel))
      const kept = [...served.keys()].filter(isPinned)
      if (wanted.size === kept.length && kept.every((channel) => wanted.has(channel))) publish()
      else await loadModelsInTurn()
    },

    reloadModels: loadModelsInTurn,

    observe: (orders) => book?.observe(orders),

    recount() {
      const counting = startCounting(catalogue ?? current().catalogue)
      return {
        ...counting,
        finish: () =>
          inTurn(async () => {
            const counted = counting.book()
            const to = catalogue!
            await show(to, isSame(counted.catalogue, to) ? counted : await run(counted.moveTo(to)))
          }),
      }
    },

    async worldWith(version, { catalogue, demand, worlds, worldWithoutModel }) {
      if (version === null) return worldWithoutModel
      const servedWorld = [...worlds.values()].find((world) => world.model?.version === version)
      if (servedWorld) return servedWorld
      const model = others.get(version) ?? (await sources.model(version))
      others.set(version, model)
      return await breathe(bindWorld(model, catalogue, demand))
    },

    get faults() {
      return faults
    },
  }
}

/** Runs one work after the other, in the order in which they were given. */
function createQueue() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
}

/** True when a patch touched nothing: what was read had been read before. */
const isUnchanged = (a: Catalogue, b: Catalogue) =>
  (Object.keys(a) as (keyof Catalogue)[]).every((column) => a[column] === b[column])

const isSame = (a: Catalogue, b: Catalogue) => a.ids === b.ids && hasSameZones(a, b)

/** True when both have the same restaurants at the same indices. */
function hasSameIds(a: Catalogue, b: Catalogue): boolean {
  return a.ids === b.ids || (a.size === b.size && a.ids.every((id, i) => id === b.ids[i]))
}

/** Of catalogues with the same restaurants: on the same clocks. */
function hasSameZones(a: Catalogue, b: Catalogue): boolean {
  if (a.timeZone === b.timeZone && a.timeZones === b.timeZones) return true
  return a.timeZone.every((zone, i) => a.timeZones[zone] === b.timeZones[b.timeZone[i]!])
}
