import { defineRoute, ok, type Route } from '../../route.ts'
import { liveExample, readyExample } from './examples.ts'
import { livenessSchema, readinessSchema } from './schema.ts'

const tag = 'Operations'

export const operationRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/health/live',
    access: 'public',
    tag,
    summary: 'Is the process alive?',
    description: 'Needs nothing but the process itself: restart it when this does not answer.',
    answers: { 200: { description: 'It is.', schema: livenessSchema, example: liveExample } },
    handle: () => ok({ status: 'live' }),
  }),
  defineRoute({
    method: 'get',
    path: '/health/ready',
    access: 'public',
    tag,
    summary: 'May requests be sent here?',
    description:
      'Ready once the snapshot is loaded and warmed. An absent database alone does not change that: recommendations are then answered from the snapshot, and the status is `degraded`.',
    answers: {
      200: { description: 'They may.', schema: readinessSchema, example: readyExample },
      503: { description: 'Not now.', schema: readinessSchema },
    },
    handle: (_input, { health }) => {
      const { status, ready, checks } = health.report()
      return { kind: 'json', status: ready ? 200 : 503, body: { status, ready, checks } }
    },
  }),
  defineRoute({
    method: 'get',
    path: '/metrics',
    access: ['analyst', 'manager', 'admin'],
    tag,
    summary: 'Metrics for Prometheus',
    description:
      'Volumes and plans are business figures, so a key is asked for. Prometheus sends it with `authorization: {type: Bearer, credentials_file: …}`.',
    answers: { 200: { description: 'The text format of Prometheus.', type: 'text/plain' } },
    handle: async (_input, { metrics }) => ({
      kind: 'text',
      status: 200,
      type: metrics.contentType,
      text: await metrics.render(),
    }),
  }),
]
