import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Demand } from '../../demand.ts'
import type { Fact, UserQuery } from '../../model.ts'
import { type ItemOperator, strongestContribution } from '../collaborative/operator.ts'
import type { UserFeatures } from './extractor.ts'

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
export function factOf(subject: Subject): (term: string) => Fact | undefined {
  const { item, distanceKm, user, catalogue, demand } = subject
  const place = user.past.places.get(item)
  const facts: Record<string, () => Fact | undefined> = {
    repeat: () =>
      place && place.orders > 0
        ? { kind: 'ordered-before', orders: place.orders, lastAtMs: place.lastAtMs }
        : undefined,
    feedback: () =>
      place && !Number.isNaN(place.rating) ? { kind: 'rated', rating: place.rating } : undefined,
    similar: () => mostSimilar(subject),
    popularity: () => {
      const ordersLately = demand.orders(item, user.atMs)
      return demand.count(item) > 0 ? { kind: 'popular', ordersLately } : { kind: 'new' }
    },
    hour: () => (demand.orders(item, user.atMs) < 1 ? undefined : { kind: 'time-of-day' }),
    cuisine: () => sharedCuisine(subject),
    price: () =>
      catalogue.priceLevel[item]! > 0
        ? { kind: 'price', priceLevel: catalogue.priceLevel[item]! }
        : undefined,
    distance: () => (Number.isNaN(distanceKm) ? undefined : { kind: 'near', distanceKm }),
  }
  return (term) => facts[term]?.()
}

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
