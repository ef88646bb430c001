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
  const takeFirst = (candidates: Iterable<string>): string => {
    for (const candidate of candidates) {
      if (taken.has(candidate)) continue
      taken.add(candidate)
      return candidate
    }
    throw new RangeError('numerals never run out')
  }
  return {
    name: (random, cuisine, district) => takeFirst(namesFor(random, cuisine, district)),
    branch: (brand, district) => takeFirst(numbered(`${brand} – ${district}`)),
  }
}

/** A few plain names, then one with its district, then that with a numeral. */
function* namesFor(random: Random, cuisine: string, district: string): Generator<string> {
  const { fronts, backs } = nameParts[cuisine]!
  for (let tries = 0; tries < 8; tries++) yield `${pick(random, fronts)} ${pick(random, backs)}`
  yield* numbered(`${pick(random, fronts)} ${pick(random, backs)}, ${district}`)
}

function* numbered(name: string): Generator<string> {
  yield name
  for (let numeral = 2; ; numeral++) yield `${name} ${numeral}`
}
