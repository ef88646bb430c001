import { defineRoute, ok, type Route } from '../../route.ts'
import { auditExample, quarantineExample } from './examples/operations.ts'
import {
  auditListSchema,
  auditQuerySchema,
  quarantineListSchema,
  quarantineQuerySchema,
} from './operations-schema.ts'

const tag = 'Administration'
const readers = ['analyst', 'manager', 'admin'] as const

export const adminOperationRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/v1/admin/audit',
    access: readers,
    tag,
    summary: 'Who changed what, when and why',
    query: auditQuerySchema,
    answers: {
      200: { description: 'A page, newest first.', schema: auditListSchema, example: auditExample },
    },
    problems: ['invalid-cursor'],
    handle: async ({ query: { limit, cursor, action, subject } }, { audit }) =>
      ok(
        await audit.list({ limit, cursor: cursor ?? null, action: action ?? null, subject: subject ?? null }),
      ),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/admin/data-quality/quarantine',
    access: readers,
    tag,
    summary: 'Rows that imports could not use',
    query: quarantineQuerySchema,
    answers: {
      200: { description: 'A page, newest first.', schema: quarantineListSchema, example: quarantineExample },
    },
    problems: ['invalid-cursor'],
    handle: async ({ query: { limit, cursor, source } }, { dataQuality }) =>
      ok(await dataQuality.quarantined({ limit, cursor: cursor ?? null, source: source ?? null })),
  }),
]
