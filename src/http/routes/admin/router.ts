import type { Route } from '../../route.ts'
import { analysisRoutes } from './analysis-router.ts'
import { estimateRoutes } from './estimate-router.ts'
import { fairnessRoutes } from './fairness-router.ts'
import { modelRoutes } from './models-router.ts'
import { objectiveRoutes } from './objectives-router.ts'
import { adminOperationRoutes } from './operations-router.ts'
import { trainingRoutes } from './training-router.ts'

export const adminRoutes: readonly Route[] = [
  ...analysisRoutes,
  ...objectiveRoutes,
  ...estimateRoutes,
  ...fairnessRoutes,
  ...modelRoutes,
  ...trainingRoutes,
  ...adminOperationRoutes,
]
