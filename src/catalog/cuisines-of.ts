import type { Catalogue } from './catalogue.ts'

/** The names of a restaurant's cuisines, in its own order. */
export function cuisinesOf(catalogue: Catalogue, item: number): string[] {
  const names: string[] = []
  for (let at = catalogue.cuisineStart[item]!; at < catalogue.cuisineStart[item + 1]!; at++) {
    names.push(catalogue.cuisineNames[catalogue.cuisines[at]!]!)
  }
  return names
}
