import type { ChoiceWeights } from '../../../seed/choice.ts'
import { createExpectation } from '../../../seed/expectation.ts'
import { pairUniform } from '../../../seed/sampling.ts'
import { type Happening, liveSession } from '../../../seed/sessions.ts'
import { emptyHistory } from '../../interactions/history.ts'
import { createRandom } from '../../numeric/random.ts'
import type { ProfileSettings } from '../../profiles/schema.ts'
import { rank } from '../../ranking/pipeline.ts'
import type { Plan, RankingRequest, RankingWorld } from '../../ranking/types.ts'
import type { Demand } from '../../relevance/demand.ts'
import { createOrderModel } from '../../relevance/models/order/order-model.ts'
import type { OrderParameters } from '../../relevance/models/order/parameters.ts'
import { demandBefore } from '../../relevance/replay.ts'
import { busyMs, planOf } from '../worth/plan-of.ts'
import { createLiveHistories, datasetOfHappenings } from './happenings.ts'
import { type LoopCity, type PlannedSession, trainOn } from './loop-city.ts'
import type { LoopVariant } from './options.ts'
import { createRoundMeter, type RoundFigures, richPlaces } from './round-figures.ts'

const listLength = 10
const noList = new Int32Array(0)

/**
 * One variant from the first round to the last: its own lists are shown, users choose by the truth, what they do is what the next model
 * learns from. `latest` serves the model of the last round, `stable` that of the round before.
 */
export async function runLoop(
  city: LoopCity,
  { profile }: LoopVariant,
  onRound: () => void = () => {},
): Promise<RoundFigures[]> {
  const { catalogue, users, world, choices, seed } = city
  const happenings: Happening[] = [...city.happenings]
  const histories = createLiveHistories(users.length)
  for (const happening of happenings) histories.add(happening)
  const memories = city.memories()
  const expectation = createExpectation(world, choices)
  const rich = richPlaces(city)
  const models = { latest: city.parameters, stable: city.parameters }
  const figures: RoundFigures[] = []
  let list = 0

  for (const [round, sessions] of city.sessions.entries()) {
    const dataset = round === 0 ? city.dataset : datasetOf(city, happenings)
    const demand = demandBefore(dataset, dataset.length)
    if (profile && profile.settings.maximumPlan !== 'popular' && round > 0) {
      models.stable = models.latest
      models.latest = (await trainOn(dataset, seed)).parameters
    }
    const lists = profile && createLists(city, profile.settings, models, demand)
    const meter = createRoundMeter(city, round, rich)
    const before = ordersByPlace(happenings, catalogue.size)
    for (const session of sessions) {
      const { person, atMs, isListed, key } = session
      const history = () => (users[person]!.optedOut ? emptyHistory : histories.before(person, atMs))
      const shown = lists && isListed ? lists(session, history()) : noList
      const memory = memories[person]!
      meter.add(person, shown, expectation({ person, atMs, memory, shown }))
      const told: Happening[] = []
      const random = createRandom(key)
      list += shown.length > 0 ? 1 : 0
      const own = { world, random, person, atMs, list, shown, happenings: told }
      liveSession(own, choices, memory, (weights) => chooseBy(key, weights))
      for (const happening of told) {
        histories.add(happening)
        if (happening.type === 'order') {
          demand.observe(happening.place, happening.atMs, happening.amount ?? Number.NaN)
        }
        if (happening.type !== 'impression') happenings.push(happening)
      }
    }
    figures.push(meter.read(before))
    onRound()
  }
  return figures
}

const datasetOf = ({ catalogue, users, dataset }: LoopCity, happenings: readonly Happening[]) =>
  datasetOfHappenings(catalogue, users, happenings, `${dataset.hash}+${happenings.length}`)

/**
 * A draw by weight as a race: each place, and ordering nothing, runs for an exponential time of rate w, and the first one wins. The
 * times hang on the session and the place alone, so that a list which changes little changes few choices (common random numbers).
 */
function chooseBy(key: number, { places, weight, none }: ChoiceWeights): number {
  let chosen = -1
  let first = -Math.log(pairUniform(key, 0, 0)) / none
  for (let j = 0; j < places.length; j++) {
    if (weight[j] === 0) continue
    const time = -Math.log(pairUniform(key, places[j]! + 1, 1)) / weight[j]!
    if (time < first) {
      first = time
      chosen = places[j]!
    }
  }
  return chosen
}

/** Ranks by the real pipeline, with the plan that the planner would take on a busy process. */
function createLists(
  city: LoopCity,
  settings: ProfileSettings,
  models: { readonly latest: OrderParameters; readonly stable: OrderParameters },
  demand: Demand,
) {
  const { catalogue, users, scales, planQualities } = city
  const model = createOrderModel('loop', models[settings.modelChannel], catalogue, demand)
  const world: RankingWorld = { catalogue, demand, model, scales, planQualities }
  const plan = planOf(settings, {
    qualities: planQualities,
    predict: busyMs,
    restaurants: catalogue.size,
  })
  const gone = createGone(city)
  return ({ person, atMs, key }: PlannedSession, history: RankingRequest['history']): Int32Array => {
    const { likedCuisines, maxPriceLevel, origins } = users[person]!
    const { items } = rank(world, {
      history,
      likedCuisines,
      maxPriceLevelLiked: maxPriceLevel,
      origins,
      atMs,
      radiusKm: null,
      filters: { cuisines: null, maxPriceLevel: 0, openNow: true, exclude: gone(atMs) },
      limit: listLength,
      profile: settings,
      plan: plan satisfies Plan,
      candidates: null,
      seed: key,
    })
    return Int32Array.from(items, ({ item }) => item)
  }
}

/** The places that are not there yet or no more on the day of a moment. */
function createGone({ world: { places, calendar } }: LoopCity) {
  let day = Number.NaN
  let gone: ReadonlySet<number> = new Set()
  return (atMs: number) => {
    const today = calendar.dayOf(atMs)
    if (today !== day) {
      day = today
      const isGone = (place: number) => {
        const { listedDay, closedDay } = places[place]!.hidden
        return day < listedDay || day >= closedDay
      }
      gone = new Set(places.flatMap((_, place) => (isGone(place) ? [place] : [])))
    }
    return gone
  }
}

function ordersByPlace(happenings: readonly Happening[], size: number): Float64Array {
  const orders = new Float64Array(size)
  for (const { type, place } of happenings) if (type === 'order') orders[place]!++
  return orders
}
