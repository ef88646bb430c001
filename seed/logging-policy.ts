import type { Random } from '../src/numeric/random.ts'

const listLength = 10
/** Share of places in a list that are drawn uniformly from all that are open. */
const randomShare = 0.15

/**
 * The list that the app of those days showed: popular places first, with noise, nothing personal but what delivers to the user
 * and is open; some places at random. It is what gives the data its popularity bias.
 */
export interface LoggingPolicy {
  /** At most ten of the places in reach, best first, no two alike; a place whose `moment` is 0 is closed. */
  list(reach: Int32Array, moment: Float64Array, random: Random): Int32Array
  /** Counts an order, for tomorrow's popularity. */
  observe(place: number): void
  /** Lets popularity fade: by half in ten days. */
  nextDay(): void
}

export function createLoggingPolicy(placeCount: number): LoggingPolicy {
  const orders = new Float64Array(placeCount)
  const popularity = new Float64Array(placeCount)
  const bestPlace = new Int32Array(listLength)
  const bestScore = new Float64Array(listLength)
  return {
    list(reach, moment, random) {
      let kept = 0
      let available = 0
      for (const place of reach) {
        if (moment[place] === 0) continue
        available += 1
        const score = popularity[place]! + 2 * random.next()
        if (kept === listLength && score <= bestScore[kept - 1]!) continue
        let at = kept < listLength ? kept++ : kept - 1
        for (; at > 0 && bestScore[at - 1]! < score; at--) {
          bestScore[at] = bestScore[at - 1]!
          bestPlace[at] = bestPlace[at - 1]!
        }
        bestScore[at] = score
        bestPlace[at] = place
      }
      const shown = bestPlace.slice(0, kept)
      if (available > kept) mixIn(shown, reach, moment, random)
      return shown
    },
    observe(place) {
      orders[place]! += 1
    },
    nextDay() {
      for (let place = 0; place < placeCount; place++) {
        orders[place]! *= 0.5 ** (1 / 10)
        popularity[place] = Math.log1p(orders[place]!)
      }
    },
  }
}

function mixIn(shown: Int32Array, reach: Int32Array, moment: Float64Array, random: Random): void {
  for (let at = 0; at < shown.length; at++) {
    if (random.next() >= randomShare) continue
    const place = reach[random.int(reach.length)]!
    if (moment[place]! > 0 && !shown.includes(place)) shown[at] = place
  }
}
