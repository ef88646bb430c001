import highsLoader from 'highs'
import { describe, expect, test } from 'vitest'
import { alone, type Columns, evaluate, terms } from '../../src/analysis/columns.ts'
import { type Bound, keeps, maximiseWithin, type Optimum } from '../../src/analysis/lagrangian.ts'
import { testColumns } from '../support/columns.ts'

// Its types speak of CommonJS, while the import is the ES module.
const load = 'default' in highsLoader ? highsLoader.default : highsLoader
const highs = await load()
const at = (term: (typeof terms)[number]) => terms.indexOf(term)

/**
 * The same task as an integer programme in CPLEX's LP format: x_i_j_r says that request i has candidate j at place r.
 * @returns the optimum, a request; null: infeasible
 */
function exact(
  { requests }: Columns,
  maximise: (typeof terms)[number],
  bounds: readonly Bound[],
): number | null {
  const n = requests.length
  const sum = (term: (typeof terms)[number]) =>
    requests
      .flatMap(({ count, length, values }, i) =>
        Array.from({ length: count * length }, (_, cell) => {
          const [j, r] = [cell % count, Math.floor(cell / count)]
          const worth = values[at(term) * count + j]! / Math.log2(r + 2) / n
          return `${worth < 0 ? '-' : '+'} ${Math.abs(worth).toFixed(12)} x_${i}_${j}_${r}`
        }),
      )
      .join('\n ')
  const places = requests.flatMap(({ count, length }, i) =>
    Array.from(
      { length },
      (_, r) => `${Array.from({ length: count }, (_, j) => `x_${i}_${j}_${r}`).join(' + ')} = 1`,
    ),
  )
  const once = requests.flatMap(({ count, length }, i) =>
    Array.from(
      { length: count },
      (_, j) => `${Array.from({ length }, (_, r) => `x_${i}_${j}_${r}`).join(' + ')} <= 1`,
    ),
  )
  const names = requests.flatMap(({ count, length }, i) =>
    Array.from({ length: count * length }, (_, cell) => `x_${i}_${cell % count}_${Math.floor(cell / count)}`),
  )
  const programme = `Maximize\n ${sum(maximise)}\nSubject To\n ${[...bounds.map(({ term, least }) => `${sum(term)} >= ${least.toFixed(12)}`), ...places, ...once].join('\n ')}\nBinary\n ${names.join('\n ')}\nEnd`
  const solution = highs.solve(programme, { mip_rel_gap: 5e-4, time_limit: 20 })
  return solution.Status === 'Optimal' ? solution.ObjectiveValue : null
}

const share = (columns: Columns, term: (typeof terms)[number], kept: number): Bound => {
  const best = evaluate(columns, alone(term))[at(term)]!
  return { term, least: best - (1 - kept) * Math.abs(best) }
}

describe('against an exact integer programme', () => {
  test.each([
    { seed: 5, relevance: 0.9, wait: 0.6, news: 0.2 },
    { seed: 2, relevance: 0.95, wait: 0.5, news: 0.15 },
    { seed: 3, relevance: 0.8, wait: 0.7, news: 0.25 },
  ])(
    'seed $seed: every bound is kept, at 99 % of the optimum or more, which the dual’s bound is not below',
    ({ seed, relevance, wait, news }) => {
      const columns = testColumns({ requests: 40, candidates: 8, length: 3, seed })
      const bounds = [
        share(columns, 'relevance', relevance),
        share(columns, 'wait', wait),
        { term: 'newPlaces', least: news * columns.seen } as const,
      ]
      const optimum = exact(columns, 'revenue', bounds)
      const outcome = maximiseWithin(columns, { maximise: 'revenue', bounds }) as Optimum
      if (optimum === null) {
        expect(outcome.status).toBe('infeasible')
        return
      }
      expect(outcome.status).toBe('optimal')
      expect(outcome.upper).toBeGreaterThanOrEqual(optimum - 1e-6)
      expect(keeps(outcome.best!, bounds)).toBe(true)
      const reached = outcome.best!.totals[at('revenue')]!
      expect(reached / optimum).toBeGreaterThanOrEqual(0.99)
    },
  )

  test('both say so where nothing keeps the bounds', () => {
    const columns = testColumns({ requests: 10, candidates: 8, length: 3, seed: 4 })
    const bounds = [share(columns, 'relevance', 0.99), share(columns, 'wait', 0.99)]
    expect(exact(columns, 'revenue', bounds)).toBeNull()
    expect(maximiseWithin(columns, { maximise: 'revenue', bounds }).status).toBe('infeasible')
  })
})
