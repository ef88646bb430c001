/**
 * Recall and NDCG of one ranked list as the LightGCN paper (He et al., SIGIR 2020) computes them: recall = hits / |wanted|; NDCG
 * discounts position r (from 1) by 1 / log₂(r + 1), over the ideal list of min(k, |wanted|) hits.
 */
export interface ListQuality {
  readonly recall: number
  readonly ndcg: number
}

/**
 * @param ranked best first, length at most k
 * @param wanted not empty
 */
export function listQuality(ranked: ArrayLike<number>, wanted: ReadonlySet<number>, k: number): ListQuality {
  let hits = 0
  let gain = 0
  for (let r = 0; r < Math.min(k, ranked.length); r++) {
    if (!wanted.has(ranked[r]!)) continue
    hits++
    gain += 1 / Math.log2(r + 2)
  }
  let ideal = 0
  for (let r = 0; r < Math.min(k, wanted.size); r++) ideal += 1 / Math.log2(r + 2)
  return { recall: hits / wanted.size, ndcg: gain / ideal }
}
