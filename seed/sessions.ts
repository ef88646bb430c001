import type { InteractionType } from '../src/interactions/schema.ts'
import type { Random } from '../src/numeric/random.ts'
import {
  type ChoiceModel,
  type ChoiceWeights,
  emptyMemory,
  examination,
  indexIn,
  type Memory,
  remember,
} from './choice.ts'
import { createLoggingPolicy, type LoggingPolicy } from './logging-policy.ts'
import { clamp, roundTo } from './sampling.ts'
import { sessionSeconds, sessionsOf } from './schedule.ts'
import type { World } from './world.ts'

/** One thing that happened, before it has an id; places and people as indices. */
export interface Happening {
  readonly type: InteractionType
  readonly person: number
  readonly place: number
  readonly atMs: number
  readonly amount?: number
  readonly rating?: number
  /** the list it came from, counting from 1, and the place's position there */
  readonly list?: number
  readonly position?: number
}

/** Share of sessions that begin with a list of recommendations; in the others the user goes straight to search or to old orders. */
const listShare = 0.13
/** Spread of ln(amount) round a user's mean at a place. */
const amountSpread = 0.3

/** The mean amount of an order, EUR. */
export function expectedSpend({ people, places }: World, person: number, place: number): number {
  return places[place]!.hidden.spend * people[person]!.hidden.appetite
}

/** Lets the people live through the first `days` of the period, or all of it; what they do comes out in order of time. */
export function liveThrough(world: World, model: ChoiceModel, days = world.calendar.days): Happening[] {
  const random = world.random.fork('sessions')
  const policy = createLoggingPolicy(world.places.length)
  const memories = world.people.map(emptyMemory)
  const happenings: Happening[] = []
  let lists = 0
  for (let day = 0; day < days; day++) {
    for (const { person, atMs } of sessionsOf(world, day, random)) {
      const shown = random.next() < listShare ? showList(model, policy, person, atMs, random) : none
      const list = shown.length > 0 ? ++lists : 0
      const session = { world, random, person, atMs, list, shown, happenings }
      const place = liveSession(session, model, memories[person]!)
      if (place >= 0) policy.observe(place)
    }
    policy.nextDay()
  }
  const inPeriod = happenings.filter(({ atMs }) => atMs < world.calendar.endMs)
  return inPeriod.sort((a, b) => a.atMs - b.atMs)
}

/**
 * What a user does with the app open: looks at the list, clicks, orders or does not. It is told in `happenings` and, of an order,
 * in `memory`.
 * @param choose default: a draw by weight from the session's random
 * @returns the place ordered from; −1: none
 */
export function liveSession(
  session: Session,
  model: ChoiceModel,
  memory: Memory,
  choose: (weights: ChoiceWeights, random: Random) => number = draw,
): number {
  const { person, atMs, list, shown, random, happenings } = session
  const seen = shown.subarray(0, examinedDepth(shown.length, random))
  const weights = model.weigh({ person, atMs, memory, examined: seen })
  for (let at = 0; at < shown.length; at++) {
    happenings.push({ type: 'impression', person, place: shown[at]!, atMs, list, position: at + 1 })
  }
  const place = choose(weights, random)
  browse(session, seen, weights, place)
  if (place < 0) return place
  order(session, place, model.utilities.liking(person, place))
  remember(memory, place, atMs)
  return place
}

const none = new Int32Array(0)

export interface Session {
  readonly world: World
  readonly random: Random
  readonly person: number
  readonly atMs: number
  /** 0: none */
  readonly list: number
  readonly shown: Int32Array
  readonly happenings: Happening[]
}

function showList(
  { utilities }: ChoiceModel,
  policy: LoggingPolicy,
  person: number,
  atMs: number,
  random: Random,
): Int32Array {
  const reach = utilities.reach(person, utilities.origin(person, atMs))
  return policy.list(reach.places, utilities.moment(atMs), random)
}

/** How many positions the user gets through: at least k with probability examination(k). */
function examinedDepth(length: number, random: Random): number {
  if (length === 0) return 0
  const draw = random.next()
  let depth = 0
  while (depth < length && draw < examination(depth + 1)) depth += 1
  return depth
}

/** A place by its weight; -1: no order. */
function draw({ places, weight, total }: ChoiceWeights, random: Random): number {
  let left = random.next() * total
  for (let j = 0; j < places.length; j++) {
    left -= weight[j]!
    if (left < 0) return places[j]!
  }
  return -1
}

/** Clicks on examined places, likelier the more they weigh, on the chosen one always; now and then a dismissal of a bad one. */
function browse(session: Session, seen: Int32Array, weights: ChoiceWeights, chosen: number): void {
  const { random, person, list, happenings } = session
  let atMs = session.atMs
  for (let at = 0; at < seen.length; at++) {
    atMs += 1000 * (2 + random.int(10))
    const place = seen[at]!
    const appeal = weightOf(weights, place) / (0.1 * weights.none)
    const clicks = random.next() < 0.08 + (0.85 * appeal) / (1 + appeal)
    const happening = { person, place, atMs, list, position: at + 1 }
    if (place === chosen || clicks) happenings.push({ type: 'click', ...happening })
    else if (appeal < 0.05 && random.next() < 0.06) happenings.push({ type: 'dismiss', ...happening })
  }
}

function weightOf({ places, weight }: ChoiceWeights, place: number): number {
  const j = indexIn(places, place)
  return j < 0 ? 0 : weight[j]!
}

/** The order, within the session's quarter hour, and perhaps a rating when the food has been eaten. */
function order(session: Session, place: number, liking: number): void {
  const { world, random, person, list, shown, happenings } = session
  const position = shown.indexOf(place) + 1
  const atMs = position > 0 ? session.atMs + 1000 * (130 + random.int(sessionSeconds - 130)) : session.atMs
  const noise = Math.exp(amountSpread * random.normal() - amountSpread ** 2 / 2)
  const amount = Math.max(0.5, roundTo(expectedSpend(world, person, place) * noise, 0.01))
  happenings.push({
    type: 'order',
    person,
    place,
    atMs,
    amount,
    ...(position > 0 ? { list, position } : {}),
  })
  if (random.next() >= world.people[person]!.hidden.ratesOrders) return
  const felt = 3.1 + 0.4 * world.places[place]!.hidden.quality + 0.3 * liking + 0.7 * random.normal()
  const ratedAtMs = atMs + 60_000 * (45 + random.int(120))
  happenings.push({ type: 'rating', person, place, atMs: ratedAtMs, rating: roundTo(clamp(felt, 1, 5), 0.5) })
}
