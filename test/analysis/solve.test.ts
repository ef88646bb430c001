import { describe, expect, test } from 'vitest'
import { evaluate, natural, outcomeTotal, terms } from '../../src/analysis/columns.ts'
import { marginalPrices } from '../../src/analysis/marginal-prices.ts'
import { evaluateUnder, newPlacesFloor } from '../../src/analysis/new-places-floor.ts'
import { checkGuardrail, type Guardrail, solve } from '../../src/analysis/solve.ts'
import { runSteps } from '../../src/analysis/steps.ts'
import { testColumns } from '../support/columns.ts'

const columns = testColumns({ requests: 200, candidates: 30, length: 5, seed: 21 })
const rowOf = (weights: Readonly<Record<string, number>>) =>
  Float64Array.from(terms, (term) => weights[term]!)

describe('the guardrail solver', () => {
  const guardrails: Guardrail[] = [
    { measure: 'relevance', kind: 'share', value: 0.9 },
    { measure: 'wait', kind: 'value', value: 30 },
    { measure: 'newPlaces', kind: 'value', value: 0.15 },
  ]
  const solution = solve(columns, { maximise: 'revenue', guardrails })

  test('says in natural units what is asked, reached and best, and its weights reach that', () => {
    expect(solution.status).toBe('optimal')
    const totals = evaluate(columns, rowOf(solution.weights!))
    for (const { measure, reached, asked } of solution.bounds) {
      const term = measure as 'wait'
      expect(natural(columns, term, totals[terms.indexOf(term)]!)).toBeCloseTo(reached!, 9)
      if (measure === 'wait') expect(reached!).toBeLessThanOrEqual(asked + 1e-6)
      else expect(reached!).toBeGreaterThanOrEqual(asked - 1e-9)
    }
    expect(natural(columns, 'revenue', totals[terms.indexOf('revenue')]!)).toBeCloseTo(solution.value!, 9)
    expect(solution.bounds[1]!.asked).toBeCloseTo(30, 9)
    expect(solution.gap!).toBeLessThan(0.01)
  })

  test('prices what binds, and asking one per cent more loses about that', () => {
    const [relevance] = solution.bounds
    expect(relevance!.isBinding).toBe(true)
    const more = guardrails.map((each, n) => (n === 0 ? { ...each, value: 0.9 * 1.001 } : each))
    const loss = solution.bound! - solve(columns, { maximise: 'revenue', guardrails: more }).bound!
    expect((loss * 10) / relevance!.pricePerPercent!).toBeGreaterThan(0.98)
    expect((loss * 10) / relevance!.pricePerPercent!).toBeLessThan(1.15)
  })

  test('keeps NDCG on what was ordered, and gives no more revenue away than it has to', () => {
    const ndcg = (value: number) =>
      solve(columns, { maximise: 'revenue', guardrails: [{ measure: 'ndcg', kind: 'share', value }] })
    const [loose, tight] = [ndcg(0.8), ndcg(0.99)]
    for (const { bounds, weights } of [loose, tight]) {
      const [bound] = bounds
      expect(bound).toMatchObject({ measure: 'ndcg', heldAs: 'relevance' })
      expect(evaluate(columns, rowOf(weights!))[outcomeTotal]!).toBeCloseTo(bound!.reached!, 12)
      expect(bound!.reached!).toBeGreaterThanOrEqual(bound!.asked - 1e-9)
    }
    expect(loose.value!).toBeGreaterThanOrEqual(tight.value!)
  })

  test('holds NDCG as relevance where nobody knows what was ordered', () => {
    const blind = { ...columns, hasOutcomes: false }
    const as = (measure: 'ndcg' | 'relevance') =>
      solve(blind, { maximise: 'revenue', guardrails: [{ measure, kind: 'share', value: 0.95 }] })
    expect(as('ndcg').value).toBe(as('relevance').value)
  })

  test('names the conflict and the most that is attainable', () => {
    const { status, infeasibility, weights, bounds } = solve(columns, {
      maximise: 'revenue',
      guardrails: [
        { measure: 'relevance', kind: 'share', value: 0.99 },
        { measure: 'wait', kind: 'value', value: 20 },
      ],
    })
    expect([status, weights]).toEqual(['infeasible', null])
    expect(infeasibility!.conflict.length).toBeGreaterThan(0)
    expect(bounds.map(({ reached }) => reached)).toEqual([null, null])
    const { violated, asked, attainable } = infeasibility!
    if (violated === 'wait') expect(attainable).toBeGreaterThan(asked)
    else expect(attainable).toBeLessThan(asked)
    const unheard = solve(columns, {
      maximise: 'margin',
      guardrails: [{ measure: 'ndcg', kind: 'value', value: 0.99 }],
    })
    expect(unheard.infeasibility).toMatchObject({ violated: 'ndcg', asked: 0.99 })
  })

  test('checks a guardrail on other requests', () => {
    const others = testColumns({ requests: 200, candidates: 30, length: 5, seed: 22 })
    const totals = evaluate(others, rowOf(solution.weights!))
    const check = checkGuardrail(others, guardrails[0]!, totals)
    expect(check.reached / check.asked).toBeGreaterThan(0.95)
    expect(check.isKept).toBe(check.reached >= check.asked)
    expect(checkGuardrail(others, { measure: 'wait', kind: 'value', value: 1 }, totals).isKept).toBe(false)
  })
})

describe('the price of one per cent more', () => {
  const many = testColumns({ requests: 400, candidates: 30, length: 5, seed: 5 })
  const prices = marginalPrices(many, Float64Array.from([0.6, 0.2, 0, 0.2, 0, 0]))

  test.each(['revenue', 'wait'] as const)('of %s by multiplier and by solving again agree', (objective) => {
    const { byMultiplier, byStep } = prices.find((price) => price.objective === objective)!
    // The frontier is concave: a step costs no less than its slope says.
    expect(byStep! / byMultiplier!).toBeGreaterThanOrEqual(1 - 1e-6)
    expect(byStep! / byMultiplier!).toBeLessThan(1.15)
  })

  test('is nothing by multiplier where there is no weight, and has no end where relevance has none', () => {
    const margin = prices.find(({ objective }) => objective === 'margin')!
    expect(margin.byMultiplier).toBe(0)
    const greedy = marginalPrices(many, Float64Array.from([0, 1, 0, 0, 0, 0]))
    expect(greedy[0]).toMatchObject({ objective: 'revenue', byMultiplier: null, byStep: null })
  })
})

describe('a floor for new places', () => {
  const many = testColumns({ requests: 300, candidates: 40, length: 10, seed: 9 })
  const guardrails: Guardrail[] = [
    { measure: 'relevance', kind: 'share', value: 0.7 },
    { measure: 'newPlaces', kind: 'value', value: 0.3 },
  ]
  const solution = solve(many, { maximise: 'revenue', guardrails })
  const floor = newPlacesFloor(many, solution, 0.2)!

  test('keeps every bound, and its value and gap are those of its lists', () => {
    expect(solution.weights!.newPlaces).toBeGreaterThan(0)
    const totals = runSteps(evaluateUnder(many, rowOf(floor.weights), floor.minShare))
    for (const guardrail of guardrails) expect(checkGuardrail(many, guardrail, totals).isKept).toBe(true)
    expect(natural(many, 'revenue', totals[terms.indexOf('revenue')]!)).toBeCloseTo(floor.value, 9)
    expect(floor.gap).toBeCloseTo((solution.bound! - floor.value) / solution.bound!, 9)
    expect(floor.value).toBeGreaterThanOrEqual(0.8 * solution.value!)
    expect(floor.minShare).toBeGreaterThanOrEqual(0.3)
    expect(floor.weights.newPlaces).toBe(0)
  })

  test('is none where nothing asks for it, or where it would cost more than it may', () => {
    const none = solve(many, { maximise: 'revenue', guardrails: guardrails.slice(0, 1) })
    expect(newPlacesFloor(many, none)).toBeNull()
    expect(newPlacesFloor(many, solution, (1 - floor.value / solution.value!) / 2)).toBeNull()
  })

  test('without a share changes no list', () => {
    const weights = rowOf(solution.weights!)
    const totals = runSteps(evaluateUnder(many, weights, 0))
    evaluate(many, weights).forEach((total, t) => {
      expect(totals[t]).toBeCloseTo(total, 12)
    })
  })
})
