import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Demand } from '../../demand.ts'
import type { Fact, UserQuery } from '../../model.ts'
import { type ItemOperator, strongestContribution } from '../collaborative/operator.ts'
import type { UserFeatures } from './extractor.ts'
import type { TermKey } from './features.ts'

interface Subject {
  readonly item: number
  readonly distanceKm: number
  readonly user: UserFeatures
  readonly query: UserQuery
  readonly catalogue: Catalogue
  readonly demand: Demand
  readonly operator: ItemOperator
}

/** The fact that a term of the explanation stands for, where there is one that can be said. */
export const factOf = (subject: Subject, term: string): Fact | undefined => facts.get(term)?.(subject)

const facts: ReadonlyMap<string, (subject: Subject) => Fact | undefined> = new Map(
  Object.entries({
    repeat: ({ item, user }: Subject) => {
      const place = user.past.places.get(item)
      return place && place.orders > 0
        ? { kind: 'ordered-before', orders: place.orders, lastAtMs: place.lastAtMs }
        : undefined
    },
    feedback: ({ item, user }: Subject) => {
      const rating = user.past.places.get(item)?.rating ?? Number.NaN
      return Number.isNaN(rating) ? undefined : { kind: 'rated', rating }
    },
    similar: mostSimilar,
    popularity: ({ item, user, demand }: Subject) =>
      demand.count(item) > 0
        ? { kind: 'popular', ordersLately: demand.orders(item, user.atMs) }
        : { kind: 'new' },
    hour: ({ item, user, demand }: Subject) =>
      demand.orders(item, user.atMs) < 1 ? undefined : { kind: 'time-of-day' },
    cuisine: sharedCuisine,
    price: ({ item, catalogue: { priceLevel } }: Subject) =>
      priceLevel[item]! > 0 ? { kind: 'price', priceLevel: priceLevel[item]! } : undefined,
    distance: ({ distanceKm }: Subject) =>
      Number.isNaN(distanceKm) ? undefined : { kind: 'near', distanceKm },
  } satisfies Partial<Record<TermKey, (subject: Subject) => Fact | undefined>>),
)

/** The user's place that adds most to this one's collaborative score. */
function mostSimilar({ item, user: { seeds }, operator }: Subject): Fact | undefined {
  const best = strongestContribution(operator, seeds.items, seeds.weights, item)
  return best < 0 ? undefined : { kind: 'similar-to', restaurant: seeds.items[best]! }
}

/** The restaurant's cuisine that the user ordered most elsewhere, or says to like. */
function sharedCuisine({ item, user, query, catalogue }: Subject): Fact | undefined {
  const { cuisines, cuisineStart } = catalogue
  const habits = user.cuisineHabits()
  const ownHabit = user.past.places.get(item)?.habit ?? 0
  let best = -1
  let bestWeight = 0
  for (let c = cuisineStart[item]!; c < cuisineStart[item + 1]!; c++) {
    const cuisine = cuisines[c]!
    // What is left of a difference of sums is not a habit.
    const elsewhere = habits[cuisine]! - ownHabit
    const stated = query.likedCuisines.includes(cuisine) ? 0.01 : 0
    const weight = stated + (elsewhere > 1e-9 ? elsewhere : 0)
    if (weight > bestWeight) {
      best = cuisine
      bestWeight = weight
    }
  }
  return best < 0 ? undefined : { kind: 'cuisine', cuisine: best }
}
