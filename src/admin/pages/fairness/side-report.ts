import { useMemo } from 'react'
import type { Fairness } from '../../../client/index.ts'
import { type Query, useQuery } from '../../api/use-query.ts'
import { seriesColour } from '../../charts/series-colour.ts'
import { type FairnessState, liveSide, sideName, toFairnessBody } from './fairness-state.ts'

export interface SideReport {
  readonly text: string
  readonly name: string
  readonly colour: string
  readonly isLive: boolean
  readonly query: Query<Fairness>
}

/** The report of a side, from the log or from past requests that are ranked again; undefined: there is no such side. */
export function useSideReport(
  text: string | undefined,
  index: number,
  { size, seed, source }: FairnessState,
): SideReport | undefined {
  const isLive = text === liveSide
  const sample = useMemo(() => ({ size, seed, source }), [size, seed, source])
  const body = useMemo(() => toFairnessBody(text, sample), [text, sample])
  const log = useQuery('GET /v1/admin/fairness', isLive ? { query: { size, seed } } : null)
  const ranked = useQuery('POST /v1/admin/fairness', body ? { body } : null)
  const query: Query<Fairness> = isLive ? log : ranked
  return text === undefined
    ? undefined
    : { text, name: sideName(text), colour: seriesColour(index), isLive, query }
}
