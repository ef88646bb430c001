import { createTruth } from '../../../seed/truth.ts'
import type { LoggedList } from '../../../src/analysis/off-policy/logged-list.ts'
import { createRandom, type Random } from '../../../src/numeric/random.ts'

/** One moment of the simulated city: a few places that a list is made of, and what is known of them. */
export interface Moment {
  readonly userId: string
  readonly atMs: number
  readonly places: readonly string[]
  /** P(order | looked at), from the city's truth */
  readonly appeal: Float64Array
  /** money that an order brings */
  readonly fee: Float64Array
  /** what a model believes of `appeal`: right on the whole, wrong in each case */
  readonly believed: Float64Array
}

export const truth = createTruth({ restaurants: 120, users: 40, days: 20, seed: 7 })
export const candidates = 6
export const length = 3
const eveningMs = truth.options.endAtMs - 2 * 86_400_000 - 5 * 3_600_000

/** The likeliest places of each user on an evening. */
export function momentsOfCity(): Moment[] {
  const random = createRandom(11)
  const users = Array.from({ length: 40 }, (_, n) => `u-${String(n + 1).padStart(5, '0')}`)
  return users.flatMap((userId) => {
    const occasion = { userId, atMs: eveningMs, orders: [] }
    const { restaurantIds, probability } = truth.choice(occasion)
    const best = Array.from(restaurantIds, (id, j) => ({ id, p: probability[j]! }))
      .filter(({ p }) => p > 0)
      .sort((a, b) => b.p - a.p)
      .slice(0, candidates)
      .map(({ id }) => id)
    if (best.length < candidates) return []
    const appeal = Float64Array.from(
      best,
      (id) => truth.orderProbability({ ...occasion, shown: [id] }, id) / truth.examination(1),
    )
    return {
      userId,
      atMs: eveningMs,
      places: best,
      appeal,
      fee: Float64Array.from(best, (id) => 0.1 * truth.expectedSpend(userId, id)),
      believed: appeal.map((p) => Math.min(1, p * Math.exp(0.4 * random.normal()))),
    }
  })
}

/** How a policy scores the places of a moment; lists are drawn by Plackett–Luce at temperature 1. */
export type Scores = (moment: Moment) => Float64Array

export function everyList(): number[][] {
  const lists: number[][] = []
  for (let a = 0; a < candidates; a++)
    for (let b = 0; b < candidates; b++)
      for (let c = 0; c < candidates; c++) if (a !== b && b !== c && a !== c) lists.push([a, b, c])
  return lists
}
const lists = everyList()

/** Chances of place after place, given those above. */
export function chancesOf(scores: Float64Array, list: readonly number[]): Float64Array {
  const weights = scores.map(Math.exp)
  let left = weights.reduce((sum, weight) => sum + weight, 0)
  return Float64Array.from(list, (j) => {
    const chance = weights[j]! / left
    left -= weights[j]!
    return chance
  })
}

function marginalsOf(scores: Float64Array): Float64Array[] {
  const marginals = Array.from({ length }, () => new Float64Array(candidates))
  for (const list of lists) {
    const chance = chancesOf(scores, list).reduce((all, each) => all * each, 1)
    list.forEach((j, k) => {
      marginals[k]![j]! += chance
    })
  }
  return marginals
}

/** How users behave: orders by place of one list; and what is expected of it, exactly. */
export interface Behaviour {
  /** @param expected of the same list */
  draw(expected: readonly number[], random: Random): number[]
  expected(moment: Moment, list: readonly number[]): number[]
}

/** Each place is looked at and ordered from whatever the others are. */
export const byPlace: Behaviour = {
  draw: (expected, random) => expected.map((chance) => Number(random.next() < chance)),
  expected: ({ appeal }, list) => list.map((j, k) => truth.examination(k + 1) * appeal[j]!),
}

function atMostOne(expected: readonly number[], random: Random): number[] {
  let left = random.next()
  return expected.map((chance) => {
    const isIt = left >= 0 && left < chance
    left -= chance
    return Number(isIt)
  })
}

/** From the top down; who has ordered looks no further. */
export const fromTheTop: Behaviour = {
  draw: atMostOne,
  expected({ appeal }, list) {
    let reached = 1
    return list.map((j) => {
      const chance = reached * appeal[j]!
      reached -= chance
      return chance
    })
  },
}

/** The city's own: one choice among all that is remembered or seen. */
export const asInTheCity: Behaviour = {
  draw: atMostOne,
  expected({ userId, atMs, places }, list) {
    const shown = list.map((j) => places[j]!)
    const choice = truth.choice({ userId, atMs, orders: [], shown })
    return shown.map((id) => choice.probability[choice.restaurantIds.indexOf(id)]!)
  },
}

/** A city in which one policy logs and another is to be judged; chances are worked out once. */
export function createSimulation(behaviour: Behaviour, logging: Scores, target: Scores) {
  const moments = momentsOfCity().map((moment) => {
    const own = { logging: logging(moment), target: target(moment) }
    const cumulative = new Float64Array(lists.length)
    let sum = 0
    lists.forEach((list, n) => {
      sum += chancesOf(own.logging, list).reduce((all, each) => all * each, 1)
      cumulative[n] = sum
    })
    return {
      moment,
      ...own,
      cumulative,
      loggingMarginals: marginalsOf(own.logging),
      targetMarginals: marginalsOf(own.target),
    }
  })

  // The same few lists are asked about again and again.
  const known = new Map<Moment, Map<string, number[]>>()
  const expected = (moment: Moment, list: readonly number[]) => {
    const own = known.get(moment) ?? new Map<string, number[]>()
    known.set(moment, own)
    const values = own.get(list.join()) ?? behaviour.expected(moment, list)
    own.set(list.join(), values)
    return values
  }

  /** What a list of the target is worth, exactly. */
  const truly = (): { orders: number; revenue: number } => {
    let [orders, revenue] = [0, 0]
    for (const { moment, target: scores } of moments) {
      for (const list of lists) {
        const chance = chancesOf(scores, list).reduce((all, each) => all * each, 1) / moments.length
        expected(moment, list).forEach((p, k) => {
          orders += chance * p
          revenue += chance * p * moment.fee[list[k]!]!
        })
      }
    }
    return { orders, revenue }
  }

  const one = (user: string, random: Random): LoggedList => {
    const own = moments[random.int(moments.length)]!
    const { moment } = own
    const at = random.next()
    const list = lists[own.cumulative.findIndex((sum) => at < sum)] ?? lists.at(-1)!
    const orders = Float64Array.from(behaviour.draw(expected(moment, list), random))
    const fee = (values: Float64Array) => values.map((value, k) => value * moment.fee[list[k]!]!)
    const believed = (j: number, k: number) => moment.believed[j]! / Math.log2(2 + k)
    const mean = (chances: (k: number) => Float64Array, money: boolean) =>
      Float64Array.from(list, (_, k) =>
        chances(k).reduce(
          (sum, chance, j) => sum + chance * believed(j, k) * (money ? moment.fee[j]! : 1),
          0,
        ),
      )
    const below = (k: number) => {
      const chances = new Float64Array(candidates)
      for (let j = 0; j < candidates; j++) {
        if (!list.slice(0, k).includes(j)) chances[j] = chancesOf(own.target, [...list.slice(0, k), j])[k]!
      }
      return chances
    }
    const modelled = Float64Array.from(list, believed)
    const byOutcome = (count: Float64Array, money: Float64Array) => ({
      orders: count,
      revenue: money,
      margin: money,
    })
    return {
      user,
      logged: {
        conditional: chancesOf(own.logging, list),
        marginal: Float64Array.from(list, (j, k) => own.loggingMarginals[k]![j]!),
      },
      target: {
        conditional: chancesOf(own.target, list),
        marginal: Float64Array.from(list, (j, k) => own.targetMarginals[k]![j]!),
      },
      reward: byOutcome(orders, fee(orders)),
      modelled: byOutcome(modelled, fee(modelled)),
      expectedBelow: byOutcome(mean(below, false), mean(below, true)),
      expected: byOutcome(
        mean((k) => own.targetMarginals[k]!, false),
        mean((k) => own.targetMarginals[k]!, true),
      ),
    }
  }

  return {
    truly,
    /** `count` lists of as many users. */
    log(count: number, seed: number): LoggedList[] {
      const random = createRandom(seed)
      return Array.from({ length: count }, (_, n) => one(`u${n}`, random))
    },
  }
}
