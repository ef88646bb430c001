import type { Scales } from '../types.ts'
import { discovery } from './discovery.ts'
import { margin } from './margin.ts'
import type { Objective } from './objective.ts'
import { relevance } from './relevance.ts'
import { revenue } from './revenue.ts'
import { wait } from './wait.ts'

/** Every objective, in the order in which contributions are added up. */
export const objectives: readonly Objective[] = [relevance, revenue, margin, wait, discovery]

/** σ_k before anything was measured: a likely place, its fee and margin in a cheap currency, half an hour, some orders known. */
export const neutralScales: Scales = {
  relevance: 0.05,
  revenue: 0.1,
  margin: 0.05,
  wait: 30,
  discovery: 0.01,
}
