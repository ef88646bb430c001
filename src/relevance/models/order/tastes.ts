import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { UserQuery } from '../../model.ts'
import type { CuisineKinship } from './cuisine-kinship.ts'
import { column } from './features.ts'
import type { ItemTable } from './item-table.ts'
import type { OwnPast } from './own-places.ts'

/** What a user's orders (half-life 60 days) and own words say of the cuisines and brands of other places. */
export interface Tastes {
  /** out[at + …] = the features of cuisine and brand of `item`. */
  describe(item: number, out: Float64Array, at: number): void
}

export function gatherTastes(
  past: OwnPast,
  query: Pick<UserQuery, 'likedCuisines'>,
  catalogue: Catalogue,
  table: ItemTable,
  kinship: CuisineKinship,
): Tastes {
  const { cuisines, cuisineStart, cuisineNames } = catalogue
  const profile = new Float64Array(cuisineNames.length)
  const brands = new Map<number, number>()
  let sum = 0
  for (const { habit } of past.ordered) sum += habit
  for (const { item, habit } of past.ordered) {
    const share = habit / (sum + 0.5)
    for (let c = cuisineStart[item]!; c < cuisineStart[item + 1]!; c++) {
      profile[cuisines[c]!]! += share * table.cuisineWeight[c]!
    }
    const brand = table.brand[item]!
    if (brand >= 0) brands.set(brand, (brands.get(brand) ?? 0) + share)
  }
  const company = new Float64Array(cuisineNames.length)
  profile.forEach((strength, cuisine) => {
    if (strength > 0) kinship.spread(cuisine, strength, company)
  })
  const stated = new Uint8Array(cuisineNames.length)
  for (const cuisine of query.likedCuisines) stated[cuisine] = 1
  return {
    describe(item, out, at) {
      let affinity = 0
      let kin = 0
      let isStated = 0
      for (let c = cuisineStart[item]!; c < cuisineStart[item + 1]!; c++) {
        affinity += profile[cuisines[c]!]! * table.cuisineWeight[c]!
        kin += company[cuisines[c]!]! * table.cuisineWeight[c]!
        isStated |= stated[cuisines[c]!]!
      }
      out[at + column['new-cuisine']] = affinity
      out[at + column['new-cuisine-company']] = kin
      out[at + column['new-stated-cuisine']] = isStated
      out[at + column['new-brand']] = brands.get(table.brand[item]!) ?? 0
    },
  }
}
