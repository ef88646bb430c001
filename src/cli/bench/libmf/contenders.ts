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

/** libmf's settings were chosen for the lists of Gowalla's test file, in its favour: they are the best of those tried. */
export const contenders: readonly Contender[] = [{ name: 'maitre' }, libmf({ iterations: 5 }), libmf({})]

export const quickContenders: readonly Contender[] = [
  { name: 'maitre' },
  libmf({ factors: 8, iterations: 2 }),
]
