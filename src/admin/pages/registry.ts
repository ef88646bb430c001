import type { ComponentType } from 'react'
import type { OperationName } from '../../client/index.ts'

export interface PageEntry {
  /** its address: `/admin/<path>` */
  readonly path: string
  readonly title: string
  /** loaded when it is opened */
  readonly load: () => Promise<{ readonly default: ComponentType }>
  /** what the role must be allowed to call; otherwise the page is not offered */
  readonly needs: OperationName
}

/** Every page, in the order of the navigation. A page is a folder here and an entry; nothing else knows of it. */
export const pages: readonly PageEntry[] = [
  {
    path: 'try',
    title: 'Try',
    load: () => import('./try/try-page.tsx'),
    needs: 'POST /v1/admin/objectives/compare',
  },
  {
    path: 'compare',
    title: 'Compare',
    load: () => import('./compare/compare-page.tsx'),
    needs: 'POST /v1/admin/objectives/compare',
  },
  {
    path: 'objectives',
    title: 'Objectives',
    load: () => import('./objectives/objectives-page.tsx'),
    needs: 'POST /v1/admin/objectives/shift',
  },
  {
    path: 'trade-offs',
    title: 'Trade-offs',
    load: () => import('./trade-offs/trade-offs-page.tsx'),
    needs: 'POST /v1/admin/objectives/frontier',
  },
  {
    path: 'profiles',
    title: 'Profiles',
    load: () => import('./profiles/profiles-page.tsx'),
    needs: 'GET /v1/profiles',
  },
  {
    path: 'models',
    title: 'Models',
    load: () => import('./models/models-page.tsx'),
    needs: 'GET /v1/admin/models',
  },
  {
    path: 'fairness',
    title: 'Fairness',
    load: () => import('./fairness/fairness-page.tsx'),
    needs: 'GET /v1/admin/fairness',
  },
  {
    path: 'health',
    title: 'Health',
    load: () => import('./health/health-page.tsx'),
    needs: 'GET /v1/admin/data-quality',
  },
  {
    path: 'audit',
    title: 'Audit',
    load: () => import('./audit/audit-page.tsx'),
    needs: 'GET /v1/admin/audit',
  },
]
