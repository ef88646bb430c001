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
  readonly stamps: Uint32Array
  readonly verdicts: Uint8Array
  stamp: number
}

const kept = new WeakMap<Catalogue, Scratch>()

/** Judges on demand. The scratch space is the catalogue's: the verdicts of one ranking end where the next one begins. */
export function createVerdicts(catalogue: Catalogue, eligible: Eligibility): Verdicts {
  const scratch = nextScratch(catalogue)
  const { stamps, verdicts, stamp } = scratch
  const counts = new Uint32Array(leftOutReasons.length + 1)
  return {
    admits(item) {
      if (stamps[item] !== stamp) {
        const verdict = eligible(item)
        stamps[item] = stamp
        verdicts[item] = verdict
        counts[verdict]!++
      }
      return verdicts[item] === 0
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
  const { size } = catalogue
  const scratch = kept.get(catalogue) ?? {
    stamps: new Uint32Array(size),
    verdicts: new Uint8Array(size),
    stamp: 0,
  }
  kept.set(catalogue, scratch)
  scratch.stamp++
  if (scratch.stamp > 0xffffffff) {
    scratch.stamps.fill(0)
    scratch.stamp = 1
  }
  return scratch
}
