import { describe, expect, test } from 'vitest'
import { renderResults } from '../../src/cli/experiment-report.ts'
import { figuresOf } from '../../src/experiments/figures.ts'
import { createRandom } from '../../src/numeric/random.ts'
import { createTotals, drawUser, settingsOf, usual } from '../experiments/simulated.ts'

const guardrails = [{ metric: 'orders', harm: 'decrease', smallestHarm: 0.02 } as const]

function report(users: [number, number], rates: [number, number] = [0.3, 0.3]): string {
  const random = createRandom(7)
  const data = ['control', 'other'].map((key, v) => {
    const totals = createTotals()
    for (let n = 0; n < users[v]!; n++) totals.add(drawUser(random, { ...usual, rate: rates[v]! }))
    return totals.data(key)
  })
  const figures = figuresOf(settingsOf({ guardrails }), data)
  return renderResults({ key: 'e', state: 'running', asOf: '2026-03-06T19:00:00Z', ...figures })
}

describe('the results at a terminal', () => {
  test('say what differs and by how much, with signs, and which guardrail was breached', () => {
    const text = report([2000, 2000], [0.3, 0.15])
    expect(text).toMatch(/orders, orders \(primary\) +control +2000/)
    expect(text).toMatch(/other +2000 .*−0\.1\d+ +\[−0\.\d+, −0\.\d+\] +−\d+/)
    expect(text).toMatch(/orders of other +decrease > 2 % +≥ \d+(\.\d)? % +breached/)
    expect(text).toContain('as planned')
  })

  test('cry where the split is not as planned', () => {
    expect(report([600, 200])).toContain('NOT AS PLANNED: no figure can be trusted')
  })

  test('claim nothing of a few users', () => {
    const text = report([40, 40])
    expect(text).toContain('too few users')
    expect(text).not.toMatch(/\[[+−]/)
  })
})
