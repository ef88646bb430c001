import { defineRoute, type Route } from '../../route.ts'
import { worthExample } from './examples/worth.ts'
import { answerAs, tabularTypes } from './tabular.ts'
import { worthRows } from './worth-rows.ts'
import { worthQuerySchema, worthSchema } from './worth-schema.ts'

export const worthRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/v1/admin/worth',
    access: ['analyst', 'manager', 'admin'],
    tag: 'Objectives',
    summary: 'What the model and each profile are worth',
    description:
      'Expected orders, fee and margin per 1,000 recommendations with no model, with each plan and with each published profile, and what ranking them costs; on past requests, with 95 % intervals, paired against no model. The expectation is that of the model in service, which thinks well of itself: `maitre worth` trains on earlier orders, measures on later ones, and on a simulated city whose truth is known.',
    query: worthQuerySchema,
    answers: {
      200: {
        description: 'The report.',
        schema: worthSchema,
        example: worthExample,
        otherTypes: tabularTypes,
      },
    },
    problems: ['profile-not-found', 'unavailable'],
    handle: async ({ query: { size, since, format, ...query }, leaving, requestId }, { analyses }) => {
      const report = await analyses.worth(
        { ...query, limit: size, since: since ? new Date(since) : null },
        leaving(),
        requestId,
      )
      return answerAs(format, report, () => worthRows(report))
    },
  }),
]
