import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { sortSteps } from '../../src/numeric/sort-steps.ts'
import { runSteps } from '../../src/numeric/steps.ts'

test.prop([fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 50 }), fc.nat()], { numRuns: 12 })(
  'sorts as the native sort does, in as many steps as there are runs at least',
  (length, values, seed) => {
    const value = (i: number) => ((i + 1) * (seed + 7919)) % values
    const compare = (a: number, b: number) => value(a) - value(b) || a - b
    const numbers = Int32Array.from({ length }, (_, i) => (i * 7919) % Math.max(1, length))
    const distinct = Int32Array.from(new Set(numbers))
    const steps = sortSteps(distinct.slice(), compare)
    let stops = 0
    let step = steps.next()
    for (; !step.done; step = steps.next()) stops++
    expect(step.value).toEqual(distinct.slice().sort(compare))
    expect(stops).toBeGreaterThanOrEqual(Math.ceil(distinct.length / 2048) - 1)
    expect(runSteps(sortSteps(distinct.slice(), compare))).toEqual(step.value)
  },
)
