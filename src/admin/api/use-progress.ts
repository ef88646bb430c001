import { useRef } from 'react'
import type { AnalysisUnderWay } from '../../client/index.ts'
import { useQuery } from './use-query.ts'

const pollMs = 700

/**
 * How far the analysis of a request is, as it was last heard; null: nothing was. Where the service has several processes, another may
 * answer and know nothing of it.
 */
export function useProgress(askedId: string | null): AnalysisUnderWay | null {
  const input = askedId === null ? null : {}
  const { data } = useQuery('GET /v1/admin/analyses', input, { pollMs: () => pollMs })
  const heard = useRef<AnalysisUnderWay | null>(null)
  const found = data?.items.find(({ id }) => id === askedId)
  if (found) heard.current = found
  return heard.current?.id === askedId ? heard.current : null
}
