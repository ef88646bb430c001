import type { Route } from '../route.ts'
import { adminRoutes } from './admin/router.ts'
import { adminPageRoutes } from './admin-page/router.ts'
import { documentationRoutes } from './documentation/router.ts'
import { interactionRoutes } from './interactions/router.ts'
import { operationRoutes } from './operations/router.ts'
import { profileRoutes } from './profiles/router.ts'
import { recommendationRoutes } from './recommendations/router.ts'
import { restaurantRoutes } from './restaurants/router.ts'
import { userRoutes } from './users/router.ts'

/** Every route there is. Order matters where two patterns fit a path: the literal one comes first. */
export const routes: readonly Route[] = [
  ...recommendationRoutes,
  ...interactionRoutes,
  ...restaurantRoutes,
  ...userRoutes,
  ...profileRoutes,
  ...adminRoutes,
  ...operationRoutes,
  ...documentationRoutes(() => routes),
  ...adminPageRoutes,
]
