import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { openApiDocument } from '../../openapi/document.ts'
import { defineRoute, ok, type Route } from '../../route.ts'
import { documentPolicy } from '../../security-headers.ts'
import { docsPage, docsStart, pageStyle } from './docs-page.ts'
import { problemsPage } from './problems-page.ts'

const tag = 'Documentation'
const swaggerFolder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const pageHeaders = { 'Content-Security-Policy': documentPolicy }

const html = (text: string) =>
  ({ kind: 'text', status: 200, type: 'text/html', text, headers: pageHeaders }) as const

const assets = z.enum(['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png'])

const ours: Record<string, { type: string; text: string }> = {
  'start.js': { type: 'text/javascript', text: docsStart },
  'page.css': { type: 'text/css', text: pageStyle },
}

/** @param described the routes that the document describes; a function, since these routes are among them */
export const documentationRoutes = (described: () => readonly Route[]): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/openapi.json',
    access: 'public',
    tag,
    summary: 'This interface as an OpenAPI 3.1 document',
    answers: { 200: { description: 'The document.', schema: z.record(z.string(), z.unknown()) } },
    handle: (_input, { version }) => ok(openApiDocument(described(), version)),
  }),
  defineRoute({
    method: 'get',
    path: '/docs',
    access: 'public',
    tag,
    summary: 'The documentation page',
    answers: { 200: { description: 'A page for people.', type: 'text/html' } },
    handle: () => html(docsPage),
  }),
  defineRoute({
    method: 'get',
    path: '/docs/problems',
    access: 'public',
    tag,
    summary: 'Every problem, and what to do about it',
    answers: {
      200: { description: 'A page for people; `type` of a problem leads here.', type: 'text/html' },
    },
    handle: () => html(problemsPage()),
  }),
  defineRoute({
    method: 'get',
    path: '/docs/assets/:file',
    access: 'public',
    tag,
    summary: 'Scripts and styles of the documentation page',
    params: z.strictObject({ file: z.enum([...assets.options, 'start.js', 'page.css']) }),
    answers: { 200: { description: 'The file.', type: '*/*' } },
    handle: ({ params: { file } }) => {
      const headers = { 'Cache-Control': 'public, max-age=3600' }
      const own = ours[file]
      return own
        ? { kind: 'text', status: 200, headers, ...own }
        : { kind: 'file', status: 200, headers, path: join(swaggerFolder, file) }
    },
  }),
]
