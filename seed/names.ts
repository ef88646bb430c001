import type { Random } from '../src/numeric/random.ts'
import { nameParts } from './name-parts.ts'
import { pick } from './sampling.ts'

/** Gives readable names that fit a cuisine, no two alike: a name taken is told apart by its district, then by a numeral. */
export interface Namer {
  name(random: Random, cuisine: string, district: string): string
  branch(brand: string, district: string): string
}

export function createNamer(): Namer {
  const taken = new Set<string>()
  const first = (candidates: Iterable<string>): string => {
    for (const candidate of candidates) {
      if (taken.has(candidate)) continue
      taken.add(candidate)
      return candidate
    }
    throw new RangeError('numerals never run out')
  }
  return {
    name(random, cuisine, district) {
      const { fronts, backs } = nameParts[cuisine]!
      const name = `${pick(random, fronts)} ${pick(random, backs)}`
      return first(toldApart(name, `${name}, ${district}`))
    },
    branch: (brand, district) => first(toldApart(`${brand} – ${district}`, `${brand} – ${district}`)),
  }
}

function* toldApart(plain: string, withDistrict: string): Generator<string> {
  yield plain
  yield withDistrict
  for (let numeral = 2; ; numeral++) yield `${withDistrict} ${numeral}`
}
