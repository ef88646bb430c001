import type { Route } from '../../route.ts'
import { adminOperationRoutes } from './operations-router.ts'

export const adminRoutes: readonly Route[] = [...adminOperationRoutes]
