import type { Route } from '../../route.ts'
import { analysisRoutes } from './analysis-router.ts'
import { adminOperationRoutes } from './operations-router.ts'

export const adminRoutes: readonly Route[] = [...analysisRoutes, ...adminOperationRoutes]
