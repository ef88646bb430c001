import type { FrontierRequest } from '../../../client/index.ts'
import { choice, type Fields, flag, json, number, text } from '../../router/url-state.ts'
import { type SampleState, sampleFields } from '../shared/sample-state.ts'
import type { TotalKey } from '../shared/totals.ts'
import { type Bound, isBounds } from './bounds.ts'

export type ObjectiveKey = FrontierRequest['objectives'][number]
export const objectiveKeys = ['relevance', 'revenue', 'margin', 'wait', 'discovery'] as const

/** What a comparison calls an objective's total. */
export const totalOf: Readonly<Record<ObjectiveKey, TotalKey | 'discovery'>> = {
  relevance: 'orders',
  revenue: 'revenue',
  margin: 'margin',
  wait: 'waitMinutes',
  discovery: 'discovery',
}

export type Zoom = 'all' | 'frontier'

export interface TradeOffsState extends SampleState {
  readonly view: 'frontier' | 'guardrails'
  /** whose rules, plan and model; empty: the default */
  readonly profile: string
  readonly x: ObjectiveKey
  readonly y: ObjectiveKey
  readonly third: ObjectiveKey | 'none'
  /** whether the picture ends where the frontier does, or holds every live profile */
  readonly zoom: Zoom
  /** a point of the frontier by its place; −1: none */
  readonly point: number
  readonly maximise: ObjectiveKey
  readonly bounds: readonly Bound[]
  /** whether it was asked to be solved */
  readonly solve: boolean
}

const standardBounds: readonly Bound[] = [
  { measure: 'ndcg', kind: 'best', value: 99 },
  { measure: 'newPlaces', kind: 'value', value: 10 },
  { measure: 'p95', kind: 'value', value: 100 },
]

export const tradeOffsFields: Fields<TradeOffsState> = {
  ...sampleFields,
  size: number(200, { min: 1, max: 2000 }),
  view: choice(['frontier', 'guardrails'], 'frontier'),
  profile: text(),
  x: choice(objectiveKeys, 'relevance'),
  y: choice(objectiveKeys, 'revenue'),
  third: choice(['none', ...objectiveKeys], 'none'),
  zoom: choice(['frontier', 'all'], 'frontier'),
  point: number(-1, { min: -1, max: 299 }),
  maximise: choice(objectiveKeys, 'revenue'),
  bounds: json<readonly Bound[]>(isBounds, standardBounds),
  solve: flag(false),
}

export type SetTradeOffs = (patch: Partial<TradeOffsState>, mode?: 'push' | 'replace') => void

/** The two or three objectives that are weighed against each other, without repeats. */
export function objectivesOf({ x, y, third }: Pick<TradeOffsState, 'x' | 'y' | 'third'>): ObjectiveKey[] {
  const others = objectiveKeys.filter((key) => key !== x)
  const second = y === x ? (others[0] ?? 'revenue') : y
  return third === 'none' || third === x || third === second ? [x, second] : [x, second, third]
}
