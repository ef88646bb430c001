import type { Route } from '../../route.ts'
import { analysisRoutes } from './analysis-router.ts'
import { batchingRoutes } from './batching-router.ts'
import { estimateRoutes } from './estimate-router.ts'
import { experimentRoutes } from './experiments-router.ts'
import { fairnessRoutes } from './fairness-router.ts'
import { keyRoutes } from './keys-router.ts'
import { modelRoutes } from './models-router.ts'
import { adminMonitoringRoutes } from './monitoring-router.ts'
import { objectiveRoutes } from './objectives-router.ts'
import { adminOperationRoutes } from './operations-router.ts'
import { plannerRoutes } from './planner-router.ts'
import { sessionRoutes } from './session-router.ts'
import { trainingRoutes } from './training-router.ts'
import { worthRoutes } from './worth-router.ts'

export const adminRoutes: readonly Route[] = [
  ...analysisRoutes,
  ...objectiveRoutes,
  ...estimateRoutes,
  ...fairnessRoutes,
  ...worthRoutes,
  ...experimentRoutes,
  ...modelRoutes,
  ...trainingRoutes,
  ...plannerRoutes,
  ...batchingRoutes,
  ...adminMonitoringRoutes,
  ...adminOperationRoutes,
  ...keyRoutes,
  ...sessionRoutes,
]
