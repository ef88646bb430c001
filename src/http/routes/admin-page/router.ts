import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { projectRoot } from '../../../db/project-root.ts'
import { Problem } from '../../../problem/problems.ts'
import { type Answer, defineRoute, type Route } from '../../route.ts'
import { documentPolicy } from '../../security-headers.ts'

const tag = 'Administration page'
/** Where the build puts the page (src/admin/vite.config.ts). */
export const adminFolder = join(projectRoot, 'dist', 'admin')

/** Names hold a hash of the content, so a file of a name never changes. */
const assetSchema = z.string().regex(/^[\w-]+(\.[\w-]+){1,3}$/, { error: 'is no file of the page' })
const pageSchema = z.string().regex(/^[a-z][a-z-]{0,30}$/, { error: 'is no page' })

function indexPage(): Answer {
  const path = join(adminFolder, 'index.html')
  if (!existsSync(path)) {
    throw new Problem('unavailable', { detail: 'The page is not built; run `npm run build`.' })
  }
  return {
    kind: 'file',
    status: 200,
    path,
    // The page names its scripts; an old one would ask for files that are gone.
    headers: { 'Content-Security-Policy': documentPolicy, 'Cache-Control': 'no-cache' },
  }
}

export const adminPageRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/admin',
    access: 'public',
    tag,
    summary: 'The administration page',
    description: 'Static files alone: everything that it shows is asked for with the key of who signed in.',
    answers: { 200: { description: 'A page for people.', type: 'text/html' } },
    problems: ['unavailable'],
    handle: indexPage,
  }),
  defineRoute({
    method: 'get',
    path: '/admin/:page',
    access: 'public',
    tag,
    summary: 'The administration page, opened at one of its pages',
    params: z.strictObject({ page: pageSchema }),
    // What the page is to show stands in its own query, which is none of the service's business.
    query: z.record(z.string(), z.unknown()),
    answers: { 200: { description: 'A page for people.', type: 'text/html' } },
    problems: ['unavailable'],
    handle: indexPage,
  }),
  defineRoute({
    method: 'get',
    path: '/admin/assets/:file',
    access: 'public',
    tag,
    summary: 'Scripts, styles and the font of the administration page',
    params: z.strictObject({ file: assetSchema }),
    answers: { 200: { description: 'The file.', type: '*/*' } },
    problems: ['route-not-found'],
    handle: ({ params: { file } }) => {
      const path = join(adminFolder, 'assets', file)
      if (!existsSync(path)) throw new Problem('route-not-found')
      const headers = { 'Cache-Control': 'public, max-age=31536000, immutable' }
      return { kind: 'file', status: 200, path, headers }
    },
  }),
]
