import { type Columns, joinColumns, type RequestColumns, terms } from '../../src/analysis/columns.ts'
import { createRandom } from '../../src/numeric/random.ts'

export interface TestColumnsOptions {
  requests: number
  candidates: number
  /** places of each list */
  length: number
  seed: number
}

/** Requests over made-up restaurants: relevance, fee and margin pull apart, waiting is a loss, one in five is new. */
export function testColumns({ requests, candidates, length, seed }: TestColumnsOptions): Columns {
  const random = createRandom(seed)
  const made = Array.from({ length: requests }, (_, user): RequestColumns => {
    const values = new Float64Array(terms.length * candidates)
    for (let j = 0; j < candidates; j++) {
      const p = 0.3 * random.next() ** 2
      const spend = 8 + 40 * random.next()
      const row = {
        relevance: p / 0.1,
        revenue: (p * spend * 0.1) / 0.25,
        margin: (p * (spend * 0.1 - 2 * random.next())) / 0.2,
        wait: -(15 + 40 * random.next()) / 30,
        discovery: (p * (1.3 * random.next())) / 0.02,
        newPlaces: Number(random.next() < 0.2),
      }
      terms.forEach((term, t) => {
        values[t * candidates + j] = row[term]
      })
    }
    return {
      user: `u${user}`,
      count: candidates,
      length: Math.min(length, candidates),
      values,
      ordered: random.int(candidates),
    }
  })
  return joinColumns(made, { relevance: 0.1, revenue: 0.25, margin: 0.2, wait: 30, discovery: 0.02 }, true)
}

/** Every list of one request, as its discounted totals by term: slow and plain. */
export function allLists({ values, count, length }: RequestColumns): number[][] {
  const lists: number[][] = []
  const extend = (list: number[]) => {
    if (list.length === length) {
      lists.push(
        terms.map((_, t) =>
          list.reduce((sum, j, place) => sum + values[t * count + j]! / Math.log2(place + 2), 0),
        ),
      )
      return
    }
    for (let j = 0; j < count; j++) if (!list.includes(j)) extend([...list, j])
  }
  extend([])
  return lists
}
