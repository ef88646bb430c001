/** The middle one: a pivot that sorted and reversed values do not spoil. */
export const medianOfThree = (a: number, b: number, c: number): number =>
  Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
