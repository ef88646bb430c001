import type { Catalogue } from '../../catalog/catalogue.ts'
import { type Eligibility, leftOutReasons } from '../eligibility.ts'

/** What was found out about the eligibility of the places that one request looked at; each is judged once. */
export interface Verdicts {
  readonly admits: (item: number) => boolean
  /** How many places were looked at so far. A method, as all that lives for one request: V8 keeps an object's own accessor with its shape. */
  looked(): number
  /** how many of them were left out, by reason */
  leftOut(): Record<string, number>
}

interface Scratch {
  /** by restaurant: `span` times the stamp of the ranking that judged it last, and the verdict */
  readonly judged: Uint32Array
  stamp: number
}

/** Above every verdict. */
const span = leftOutReasons.length + 1
const mostStamps = Math.floor(2 ** 32 / span) - 1

const kept = new WeakMap<Catalogue, Scratch>()

/** Judges on demand. The scratch space is the catalogue's: the verdicts of one ranking end where the next one begins. */
export function createVerdicts(catalogue: Catalogue, eligible: Eligibility): Verdicts {
  const { judged, stamp } = nextScratch(catalogue)
  const counts = new Uint32Array(leftOutReasons.length + 1)
  return {
    admits(item) {
      const last = judged[item]! - stamp * span
      if (last >= 0 && last < span) return last === 0
      const verdict = eligible(item)
      judged[item] = stamp * span + verdict
      counts[verdict]!++
      return verdict === 0
    },
    looked: () => counts.reduce((sum, count) => sum + count),
    leftOut() {
      const leftOut: Record<string, number> = {}
      leftOutReasons.forEach((reason, n) => {
        if (counts[n + 1]! > 0) leftOut[reason] = counts[n + 1]!
      })
      return leftOut
    },
  }
}

function nextScratch(catalogue: Catalogue): Scratch {
  const scratch = kept.get(catalogue) ?? { judged: new Uint32Array(catalogue.size), stamp: 0 }
  kept.set(catalogue, scratch)
  scratch.stamp++
  if (scratch.stamp > mostStamps) {
    scratch.judged.fill(0)
    scratch.stamp = 1
  }
  return scratch
}
