import { Problem } from '../problem/problems.ts'
import type { Catalogue } from './catalogue.ts'
import { marketsOf } from './markets.ts'

/** A market by a name that outlives changes of its restaurants: the id of one of them. */
export interface NamedMarket {
  readonly market: string
  /** what most of its restaurants say of where they are; null: nothing */
  readonly district: string | null
  readonly restaurants: number
}

type Places = Pick<Catalogue, 'ids' | 'indexOf' | 'districts' | 'latitude' | 'longitude'>

/** All markets, the largest first; restaurants of which nobody knows where they are belong to none. */
export function namedMarkets(catalogue: Places): NamedMarket[] {
  const { count, of } = marketsOf(catalogue)
  const first = new Int32Array(count).fill(-1)
  const sizes = new Int32Array(count)
  for (let i = 0; i < of.length; i++) {
    const market = of[i]!
    if (market < 0) continue
    if (first[market] === -1) first[market] = i
    sizes[market]!++
  }
  return Array.from(sizes, (restaurants, market) => ({
    market: catalogue.ids[first[market]!]!,
    district: catalogue.districts[first[market]!] ?? null,
    restaurants,
  })).sort((a, b) => b.restaurants - a.restaurants || (a.market < b.market ? -1 : 1))
}

/** The ids of the restaurants of the market that `market` lies in. @throws Problem restaurant-not-found */
export function membersOf(catalogue: Places, market: string): ReadonlySet<string> {
  const anchor = catalogue.indexOf.get(market)
  if (anchor === undefined) {
    throw new Problem('restaurant-not-found', { detail: `No restaurant ${market} that names a market.` })
  }
  const { of } = marketsOf(catalogue)
  // Of who does not say where it is nobody knows a neighbour.
  if (of[anchor] === -1) return new Set([market])
  return new Set(catalogue.ids.filter((_, i) => of[i] === of[anchor]))
}
