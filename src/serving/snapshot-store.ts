import { setImmediate as nextTurn } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { buildCatalogueSteps } from '../catalog/build-catalogue.ts'
import type { Catalogue } from '../catalog/catalogue.ts'
import type { Restaurant } from '../catalog/schema.ts'
import type { RunningExperiment } from '../experiments/schema.ts'
import { Problem } from '../problem/problems.ts'
import type { LiveProfile } from '../profiles/schema.ts'
import type { PlanQuality, RankingWorld, Scales } from '../ranking/types.ts'
import type { Demand } from '../relevance/demand.ts'
import type { RelevanceModel } from '../relevance/model.ts'
import { activate, isPinned, pinnedModels } from './assign.ts'
import { breathe } from './breathe.ts'
import { createOrderTape, type OrderTape, type TapedOrder } from './order-tape.ts'
import type { Snapshot } from './snapshot.ts'

/** A model version as it is kept: checked, not yet bound to a catalogue. */
export interface StoredModel {
  readonly version: string
  readonly scales: Scales
  readonly planQualities: readonly PlanQuality[]
  /** @throws when the artefact is not one that this version of the code reads */
  bind(catalogue: Catalogue, demand: Demand): RelevanceModel
}

/** Where the parts come from; every call may throw, and the part that was there then stays. */
export interface SnapshotSources {
  restaurants(): Promise<readonly Restaurant[]>
  profiles(): Promise<{ profiles: readonly LiveProfile[]; defaultKey: string }>
  experiments(): Promise<readonly RunningExperiment[]>
  channels(): Promise<readonly { readonly channel: string; readonly version: string }[]>
  /** @throws Problem model-not-found; any error when it is corrupt */
  model(version: string): Promise<StoredModel>
  createDemand(catalogue: Catalogue): Demand
  /** For worlds without a model. */
  readonly neutral: { readonly scales: Scales; readonly planQualities: readonly PlanQuality[] }
}

export interface SnapshotStore {
  /** @throws Problem unavailable before the first load */
  current(): Snapshot
  reloadCatalogue(): Promise<void>
  reloadProfiles(): Promise<void>
  /** With the model versions that they keep. @throws as `reloadModels` */
  reloadExperiments(): Promise<void>
  /** A version that can't be loaded leaves its channel on the last good one, and is told in `faults`. @throws after that */
  reloadModels(): Promise<void>
  /** Counts orders at once, and again after every change of the catalogue. */
  observe(orders: readonly TapedOrder[]): void
  /** Begins to count anew; what was counted before stands until `finish`. */
  recount(): Recount
  /** The world of `snapshot` with another model; null: none. @throws Problem model-not-found */
  worldWith(version: string | null, snapshot: Snapshot): Promise<RankingWorld>
  /** What could not be loaded, in words, by channel. */
  readonly faults: ReadonlyMap<string, string>
}

export interface Recount {
  add(orders: readonly TapedOrder[]): void
  /** Once it resolves, these orders count and no others. */
  finish(): Promise<void>
}

/** Models beside those of the channels that analyses asked for, kept loaded. */
const maxOtherModels = 4
/** Counting so many orders takes a few milliseconds. */
const ordersATurn = 4000

/** Holds the parts of the snapshot; each is loaded on its own, and every change makes a new snapshot in one step. */
export function createSnapshotStore(sources: SnapshotSources, now: () => Date): SnapshotStore {
  let tape = createOrderTape()
  let catalogue: Catalogue | undefined
  let demand: Demand | undefined
  let profiles: ReadonlyMap<string, LiveProfile> | undefined
  let defaultProfileKey = ''
  let experiments: readonly RunningExperiment[] = []
  let served = new Map<string, StoredModel>()
  let loadingModels = Promise.resolve()
  let faults = new Map<string, string>()
  let snapshot: Snapshot | undefined
  const others = new LRUCache<string, StoredModel>({ max: maxOtherModels })

  const current = (): Snapshot => {
    if (snapshot) return snapshot
    throw new Problem('unavailable', { detail: 'The service is starting.', retryAfterSeconds: 2 })
  }

  const bindWorld = (model: StoredModel | null, to: Catalogue, lately: Demand): RankingWorld => ({
    catalogue: to,
    demand: lately,
    model: model?.bind(to, lately) ?? null,
    scales: model?.scales ?? sources.neutral.scales,
    planQualities: model?.planQualities ?? sources.neutral.planQualities,
  })

  /** The worlds of the channels; one that is bound to the same catalogue already is kept as it is. */
  const bindWorlds = (to: Catalogue, lately: Demand): Map<string, RankingWorld> => {
    const byVersion = new Map<string, RankingWorld>()
    if (snapshot?.catalogue === to && snapshot.demand === lately) {
      for (const world of snapshot.worlds.values()) if (world.model) byVersion.set(world.model.version, world)
    }
    const worlds = new Map<string, RankingWorld>()
    for (const [channel, model] of served) {
      const world = byVersion.get(model.version) ?? bindWorld(model, to, lately)
      byVersion.set(model.version, world)
      worlds.set(channel, world)
    }
    return worlds
  }

  const publish = () => {
    if (!catalogue || !demand || !profiles) return
    const isSame = snapshot?.catalogue === catalogue && snapshot.demand === demand
    const worldWithoutModel =
      isSame && snapshot ? snapshot.worldWithoutModel : bindWorld(null, catalogue, demand)
    const worlds = bindWorlds(catalogue, demand)
    const loadedAtMs = now().getTime()
    snapshot = {
      catalogue,
      demand,
      profiles,
      defaultProfileKey,
      worlds,
      worldWithoutModel,
      experiments: activate(experiments, { profiles, worlds }),
      loadedAtMs,
    }
  }

  /**
   * Counts a tape into a new demand, a piece a turn of the event loop: there may be millions of orders. Those that come meanwhile are at the tape's end.
   * `use` is called at once when the last is counted, before another can come.
   */
  const count = async (from: OrderTape, to: Catalogue, use: (counted: Demand) => void) => {
    const counted = sources.createDemand(to)
    let position = from.replay(to, counted.observe, 0, ordersATurn)
    while (position !== null) {
      await nextTurn()
      position = from.replay(to, counted.observe, position, ordersATurn)
    }
    use(counted)
  }

  const replaceCatalogue = async (built: Catalogue): Promise<void> => {
    if (catalogue !== undefined && demand !== undefined && hasSamePlaces(catalogue, built)) {
      // Histories and demand point into the ids; where these are the same, all that points there stays valid.
      catalogue = { ...built, ids: catalogue.ids, indexOf: catalogue.indexOf }
      publish()
      return
    }
    const source = tape
    let isDone = false
    await count(source, built, (counted) => {
      // All orders were counted anew meanwhile: this count is of the past.
      if (source !== tape) return
      catalogue = built
      demand = counted
      isDone = true
      publish()
    })
    if (!isDone) await replaceCatalogue(built)
  }

  const takeTape = async (counted: OrderTape): Promise<void> => {
    const to = catalogue
    if (!to) {
      tape = counted
      return
    }
    let isDone = false
    await count(counted, to, (fresh) => {
      // Where the places changed meanwhile, the indices that were counted by are of the past.
      if (catalogue?.ids !== to.ids) return
      tape = counted
      demand = fresh
      isDone = true
      publish()
    })
    if (!isDone) await takeTape(counted)
  }

  /** The channels, and the versions that experiments keep. */
  const loadModels = async () => {
    const wanted = [...(await sources.channels()), ...pinnedModels(experiments)]
    const next = new Map<string, StoredModel>()
    const failed = new Map<string, string>()
    for (const { channel, version } of wanted) {
      const before = served.get(channel)
      try {
        const known = [...served.values(), ...next.values()].find((model) => model.version === version)
        const model = known ?? (await sources.model(version))
        // Binding shows whether the artefact is whole; what it makes is thrown away only when it fails.
        if (!known && catalogue && demand) model.bind(catalogue, demand)
        next.set(channel, model)
      } catch (error) {
        failed.set(channel, `model ${version}: ${error instanceof Error ? error.message : String(error)}`)
        if (before) next.set(channel, before)
      }
    }
    served = next
    faults = failed
    publish()
    if (failed.size > 0) throw new Error([...failed.values()].join('; '))
  }

  /** One after the other, so that what began earlier does not end later and take away what is wanted now. */
  const loadModelsInTurn = (): Promise<void> => {
    const loading = loadingModels.then(loadModels)
    loadingModels = loading.catch(() => {})
    return loading
  }

  return {
    current,

    async reloadCatalogue() {
      await replaceCatalogue(await breathe(buildCatalogueSteps(await sources.restaurants())))
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

    observe(orders) {
      for (const order of orders) {
        tape.add(order)
        const item = catalogue?.indexOf.get(order.restaurantId)
        if (item !== undefined) demand?.observe(item, order.atMs, order.amount)
      }
    },

    recount() {
      const counted = createOrderTape()
      return {
        add(orders) {
          for (const order of orders) counted.add(order)
        },
        finish: () => takeTape(counted),
      }
    },

    async worldWith(version, { catalogue, demand, worlds, worldWithoutModel }) {
      if (version === null) return worldWithoutModel
      const servedWorld = [...worlds.values()].find((world) => world.model?.version === version)
      if (servedWorld) return servedWorld
      const model = others.get(version) ?? (await sources.model(version))
      others.set(version, model)
      return bindWorld(model, catalogue, demand)
    },

    get faults() {
      return faults
    },
  }
}

/** True when both have the same restaurants at the same indices, in the same time zones. */
function hasSamePlaces(a: Catalogue, b: Catalogue): boolean {
  if (a.size !== b.size) return false
  for (let i = 0; i < a.size; i++) {
    if (a.ids[i] !== b.ids[i]) return false
    if (a.timeZones[a.timeZone[i]!] !== b.timeZones[b.timeZone[i]!]) return false
  }
  return true
}
