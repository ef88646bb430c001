import { expect, test } from 'vitest'
import { listQuality } from '../../../src/relevance/top-list-metrics.ts'

test('recall and NDCG of a list computed by hand', () => {
  // Hits at positions 1 and 3; three are wanted and k = 4, so the ideal list has hits at 1, 2 and 3.
  const { recall, ndcg } = listQuality([7, 1, 9, 2], new Set([7, 9, 5]), 4)
  expect(recall).toBeCloseTo(2 / 3, 12)
  expect(ndcg).toBeCloseTo((1 + 0.5) / (1 + 1 / Math.log2(3) + 0.5), 12)
})

test('the ideal list is no longer than k, so one hit of many wanted at k = 1 has NDCG 1', () => {
  expect(listQuality([3], new Set([3, 4, 5, 6]), 1)).toEqual({ recall: 0.25, ndcg: 1 })
})

test('a list without a hit scores 0, and what stands beyond k does not count', () => {
  expect(listQuality([1, 2], new Set([9]), 2)).toEqual({ recall: 0, ndcg: 0 })
  expect(listQuality([1, 2, 9], new Set([9]), 2)).toEqual({ recall: 0, ndcg: 0 })
})
