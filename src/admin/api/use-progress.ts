import type { AnalysisUnderWay } from '../../client/index.ts'
import { useQuery } from './use-query.ts'

const pollMs = 700

/** How far the analysis of a request is; null: it is not known, such as where another process of the service answers. */
export function useProgress(askedId: string | null): AnalysisUnderWay | null {
  const input = askedId === null ? null : {}
  const query = useQuery('GET /v1/admin/analyses', input, { pollMs: () => pollMs })
  return query.data?.items.find(({ id }) => id === askedId) ?? null
}
