import { defineRoute, ok, type Route } from '../../route.ts'
import { interactionsExample } from './examples.ts'
import { lagSeconds, refuse, sift } from './ingest.ts'
import { ingestionSchema, interactionsBodySchema, interactionsRequestSchema } from './schema.ts'

export const interactionRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/v1/interactions',
    access: ['app', 'admin'],
    tag: 'Interactions',
    load: 'ingestion',
    summary: 'Send what users did',
    description:
      'Idempotent by `id`. Rows are judged one by one; all good ones are kept in one transaction before the answer, the others are listed with their faults. The next recommendation knows what was accepted. With 503 nothing was kept: send the same again.',
    body: interactionsBodySchema,
    documentedBody: interactionsRequestSchema,
    bodyExample: {
      interactions: [
        {
          id: 'o-1',
          type: 'order',
          userId: 'u-17',
          restaurantId: 'r-1',
          at: '2026-03-01T19:30:00Z',
          amount: 23.5,
        },
      ],
    },
    answers: {
      200: { description: 'What became of the rows.', schema: ingestionSchema, example: interactionsExample },
    },
    handle: async ({ body }, { interactions, now, onIngested, metrics }) => {
      const nowMs = now().getTime()
      const { rejected, ...sound } = await sift(body.interactions, nowMs)
      const { accepted, duplicates, pending, erasedIds } = await interactions.ingest(sound.valid)
      onIngested(sound.valid)
      const all = [...rejected, ...refuse(erasedIds, sound)].sort((a, b) => a.index - b.index)
      metrics.observeIngestion({
        accepted,
        duplicates,
        pending,
        rejected: all.length,
        lagSeconds: lagSeconds(sound.valid, nowMs),
      })
      return ok({ accepted, duplicates, pending, rejected: all })
    },
  }),
]
