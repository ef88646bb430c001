import { createHash } from 'node:crypto'
import {
  type ChoiceModel,
  createChoiceModel,
  emptyMemory,
  type Memory,
  remember,
} from '../../../seed/choice.ts'
import { catalogueOf } from '../../../seed/city-dataset.ts'
import { resolveOptions } from '../../../seed/options.ts'
import { sessionsOf } from '../../../seed/schedule.ts'
import { type Happening, liveThrough } from '../../../seed/sessions.ts'
import { createUtilities } from '../../../seed/utility.ts'
import { makeWorld, type World } from '../../../seed/world.ts'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { createRandom, hashText } from '../../numeric/random.ts'
import { neutralScales } from '../../ranking/objectives/objectives.ts'
import type { PlanQuality, Scales } from '../../ranking/types.ts'
import { type Dataset, type DatasetUser, trainingRows } from '../../relevance/dataset.ts'
import { createDemand } from '../../relevance/demand.ts'
import { fitOperator } from '../../relevance/fit-operator.ts'
import { createOrderModel } from '../../relevance/models/order/order-model.ts'
import type { OrderParameters } from '../../relevance/models/order/parameters.ts'
import { demandBefore, replay } from '../../relevance/replay.ts'
import { type TrainResult, trainOrderModel } from '../../relevance/train-order-model.ts'
import { measurePlans, type Occasion } from '../measure-plans.ts'
import { datasetOfHappenings } from './happenings.ts'
import type { LoopOptions } from './options.ts'

/** Somebody opens the app, whatever anybody recommends. */
export interface PlannedSession {
  readonly person: number
  readonly atMs: number
  /** a list is shown, if there is any */
  readonly isListed: boolean
  /** seeds all that is drawn in it, so that it goes the same way in every variant but for what the variant changes */
  readonly key: number
}

/** The city of one seed as the loop finds it, the same for every variant. */
export interface LoopCity {
  readonly seed: number
  readonly world: World
  readonly choices: ChoiceModel
  readonly catalogue: Catalogue
  readonly users: readonly DatasetUser[]
  /** before the loop */
  readonly happenings: readonly Happening[]
  readonly dataset: Dataset
  /** learnt from it */
  readonly parameters: OrderParameters
  readonly scales: Scales
  readonly planQualities: readonly PlanQuality[]
  /** by round */
  readonly sessions: readonly (readonly PlannedSession[])[]
  /** the local day in the middle of each round */
  readonly middleDays: readonly number[]
  /** fresh memories of what was ordered before the loop */
  memories(): Memory[]
}

/** Of the orders before the loop, the later ones that scales and plans are measured on. */
const heldOutShare = 0.2
const measuredOccasions = 60

/** Lives through the days before the loop and learns the first model. */
export async function makeLoopCity(options: LoopOptions, seed: number): Promise<LoopCity> {
  const { restaurants, users, daysBefore, rounds, daysPerRound } = options
  const days = daysBefore + rounds * daysPerRound
  const world = makeWorld(resolveOptions({ seed, restaurants, users, days }))
  const choices = createChoiceModel(world, createUtilities(world))
  const catalogue = catalogueOfWorld(world)
  const known = usersOf(world, catalogue)
  const endMs = world.calendar.instant(daysBefore, 0)
  const happenings = liveThrough(world, choices, daysBefore).filter(({ atMs }) => atMs < endMs)
  const dataset = datasetOfHappenings(catalogue, known, happenings, hashOf(options, seed))
  const { parameters, scales, planQualities } = await firstModel(dataset, seed)
  const draws = world.random.fork('loop')
  return {
    seed,
    world,
    choices,
    catalogue,
    users: known,
    happenings,
    dataset,
    parameters,
    scales,
    planQualities,
    sessions: Array.from({ length: rounds }, (_, round) =>
      sessionsBetween(world, draws, daysBefore + round * daysPerRound, daysPerRound, options.listShare),
    ),
    middleDays: Array.from({ length: rounds }, (_, r) => daysBefore + Math.floor((r + 0.5) * daysPerRound)),
    memories: () => memoriesOf(world, happenings),
  }
}

/** Trains on all that has happened; smaller than in service, since it is done hundreds of times. */
export function trainOn(dataset: Dataset, seed: number, holdOutFrom?: number): Promise<TrainResult> {
  return trainOrderModel(dataset, {
    random: createRandom(seed),
    fitOperator,
    maxOccasions: 600,
    stages: 3,
    ...(holdOutFrom !== undefined && { holdOutFrom }),
  })
}

async function firstModel(dataset: Dataset, seed: number) {
  const rows = trainingRows(dataset)
  const from = rows[Math.floor(rows.length * (1 - heldOutShare))]
  if (from === undefined)
    throw new RangeError('Nobody ordered anything before the loop; make the city larger.')
  const { parameters, early } = await trainOn(dataset, seed, from)
  const { catalogue } = dataset
  const occasions: Occasion[] = []
  replay(dataset, { from, to: dataset.length }, createDemand(catalogue), ({ chosen, user, query }) => {
    const { history, atMs, likedCuisines } = query
    occasions.push({
      history,
      atMs,
      likedCuisines,
      restaurant: chosen,
      origins: dataset.users[user]!.origins,
    })
  })
  const demand = demandBefore(dataset, from)
  const model = createOrderModel('before the loop', early!, catalogue, demand)
  const world = { catalogue, demand, model, scales: neutralScales, planQualities: [] }
  return { parameters, ...measurePlans({ world, occasions, seed, maxOccasions: measuredOccasions }) }
}

/** Every place open: the loop leaves out by the day those that are not there yet or no more, as an app would know them. */
function catalogueOfWorld({ places, options }: World): Catalogue {
  const restaurants = places.map(({ row }) => ({ ...row, status: 'open' as const }))
  const catalogue = catalogueOf({ restaurants, options })
  if (!places.every(({ row }, index) => catalogue.ids[index] === row.id)) {
    throw new Error('The catalogue has another order than the city.')
  }
  return catalogue
}

function usersOf({ people }: World, catalogue: Catalogue): DatasetUser[] {
  return people.map(({ row }) => ({
    id: row.id,
    origins: row.locations.map(({ lat, lon }) => ({ lat, lon })),
    likedCuisines: row.cuisines.flatMap((name) => catalogue.cuisineIndex.get(name.toLowerCase()) ?? []),
    maxPriceLevel: row.maxPriceLevel ?? 0,
    optedOut: row.personalisationOptOut,
  }))
}

function sessionsBetween(
  world: World,
  draws: World['random'],
  firstDay: number,
  days: number,
  listShare: number,
): PlannedSession[] {
  const sessions: PlannedSession[] = []
  for (let day = firstDay; day < firstDay + days; day++) {
    const random = draws.fork(day)
    for (const { person, atMs } of sessionsOf(world, day, random.fork('sessions'))) {
      const key = hashText(`${world.options.seed}/${day}/${person}/${atMs}`)
      sessions.push({ person, atMs, isListed: random.next() < listShare, key })
    }
  }
  return sessions
}

function memoriesOf({ people }: World, happenings: readonly Happening[]): Memory[] {
  const memories = people.map(emptyMemory)
  for (const { type, person, place, atMs } of happenings) {
    if (type === 'order') remember(memories[person]!, place, atMs)
  }
  return memories
}

const hashOf = (options: LoopOptions, seed: number) =>
  createHash('sha256')
    .update(JSON.stringify([options, seed]))
    .digest('hex')
