import { fc, test as prop } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { etaSeconds, overallProgress, stages } from '../../src/jobs/train-stages.ts'

prop.prop([fc.double({ min: 0, max: 0.9, noNaN: true })])(
  'progress never goes back, and ends at 1',
  (search) => {
    const shown = stages.flatMap((stage) => [0, 0.5, 1].map((share) => overallProgress(stage, share, search)))
    expect(shown).toEqual([...shown].sort((a, b) => a - b))
    expect(shown[0]).toBe(0)
    expect(shown.at(-1)).toBeCloseTo(1, 12)
  },
)

test('what is left is what it took so far, in proportion; nobody knows at the start', () => {
  expect(etaSeconds(10_000, 0.5)).toBe(10)
  expect(etaSeconds(30_000, 0.75)).toBe(10)
  expect(etaSeconds(1000, 0.01)).toBeNull()
})
