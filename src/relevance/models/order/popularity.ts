import type { Catalogue } from '../../../catalog/catalogue.ts'
import { type Demand, type DemandMemory, demandDays } from '../../demand.ts'

const dayMs = 86_400_000
/** exp(−x) beyond this makes no difference to 1. */
const nothingLeft = 38
/** Of an average place's orders, what every place is given. */
const priorShare = 0.25

/** How much is ordered from a place, as logarithms over what is from an average one. */
export interface Popularity {
  /**
   * Of the last weeks, for as long as the place was listed: a new one without orders is no worse than average until it has been
   * there for a while.
   */
  lately(memory: DemandMemory, item: number): number
  /** of all time */
  ever(item: number): number
  /** exp(−days since it was listed / 14): 1 for a place that opens now; 0 where it was listed later than the moment */
  young(item: number): number
}

export function popularityAt(
  demand: Demand,
  { size, listedAtMs }: Pick<Catalogue, 'size' | 'listedAtMs'>,
  atMs: number,
): Popularity {
  const levels = {
    recently: Math.exp(demand.logTotal('recently', atMs)) / size + 0.5,
    lately: Math.exp(demand.logTotal('lately', atMs)) / size + 0.5,
  }
  const ever = demand.revision / size + 0.5
  const age = (item: number) => (atMs - listedAtMs[item]!) / dayMs
  return {
    lately(memory, item) {
      const spans = age(item) / demandDays[memory]
      const listedShare = spans > 0 && spans < nothingLeft ? 1 - Math.exp(-spans) : 1
      const relative = Math.exp(demand.logOrders(memory, item, atMs)) / levels[memory]
      return Math.log((relative + priorShare) / (listedShare + priorShare))
    },
    ever: (item) => Math.log((demand.count(item) + 0.5) / ever),
    young(item) {
      const spans = age(item) / 14
      return spans > 0 && spans < nothingLeft ? Math.exp(-spans) : 0
    },
  }
}
