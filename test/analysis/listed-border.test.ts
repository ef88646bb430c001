import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { border, firstListed } from '../../src/analysis/listed-border.ts'
import { runSteps, type Steps } from '../../src/analysis/steps.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('the border of being listed', () => {
  prop.prop([share, share])('is found from either side, to twelve digits', (from, at) => {
    const above = (value: number) => value >= at
    const up = runSteps(firstListed(from, 1, above))
    if (from < at) expect(up).toBeCloseTo(at, 10)
    if (up !== null) expect(above(up)).toBe(true)
    const below = (value: number) => value <= at
    const down = runSteps(firstListed(from, 0, below))
    if (from > at) expect(down).toBeCloseTo(at, 10)
    if (down !== null) expect(below(down)).toBe(true)
  })

  prop.prop([share])('is null where no value is listed', (from) => {
    expect(runSteps(firstListed(from, 1, () => false))).toBeNull()
  })

  prop.prop([share])('lets others have their turn before the seventeenth list in a row', (at) => {
    let [inARow, most] = [0, 0]
    const isListed = (value: number) => {
      most = Math.max(most, ++inARow)
      return value >= at
    }
    const run = (steps: Steps<unknown>) => {
      inARow = 0
      while (!steps.next().done) inARow = 0
    }
    run(firstListed(0, 1, isListed))
    run(border(0, 1, isListed))
    expect(most).toBeLessThanOrEqual(16)
  })
})
