import type { Route } from '../../route.ts'
import { analysisRoutes } from './analysis-router.ts'
import { estimateRoutes } from './estimate-router.ts'
import { modelRoutes } from './models-router.ts'
import { adminOperationRoutes } from './operations-router.ts'
import { trainingRoutes } from './training-router.ts'

export const adminRoutes: readonly Route[] = [
  ...analysisRoutes,
  ...estimateRoutes,
  ...modelRoutes,
  ...trainingRoutes,
  ...adminOperationRoutes,
]
