import type { Contender } from './tasks.ts'

const libmf = (changes: Partial<Extract<Contender, { name: 'libmf' }>>): Contender => ({
  name: 'libmf',
  loss: 'one-class-l2',
  factors: 64,
  iterations: 10,
  alpha: 0.03,
  lambda: 0.1,
  ...changes,
})

/** Of libmf's settings that were tried, those with the best lists for Gowalla's test file: chosen in its favour. More rounds were not better. */
export const contenders: readonly Contender[] = [
  { name: 'maitre' },
  libmf({ iterations: 5, lambda: 0.02 }),
  libmf({ loss: 'one-class-row', iterations: 40, lambda: 0.01 }),
]

export const quickContenders: readonly Contender[] = [
  { name: 'maitre' },
  libmf({ factors: 8, iterations: 2 }),
]
