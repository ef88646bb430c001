import { defineRoute, type Route } from '../../route.ts'
import { toSide } from './analysis-router.ts'
import { estimateRows } from './estimate-rows.ts'
import { estimateBodySchema, estimateSchema } from './estimate-schema.ts'
import { estimateExample } from './examples/estimate.ts'
import { answerAs, tabularTypes } from './tabular.ts'

export const estimateRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/v1/admin/profiles/estimate',
    access: ['analyst', 'manager', 'admin'],
    tag: 'Objectives',
    summary: 'What a profile would bring, before anyone sees it',
    description:
      'Off-policy estimates of orders, fee and margin a list, from logged lists, the propensities they were shown with and the orders that name them by recommendationId: inverse propensity, self-normalised and doubly robust, under three assumptions on what an outcome depends on. Where logs cannot support an answer it is refused, with the reason and what would mend it.',
    body: estimateBodySchema,
    bodyExample: { profile: 'draft:product', temperature: 0.2, lists: 500 },
    answers: {
      200: {
        description: 'Estimates, or refusals.',
        schema: estimateSchema,
        example: estimateExample,
        otherTypes: tabularTypes,
      },
    },
    problems: [
      'profile-not-found',
      'revision-not-found',
      'draft-not-found',
      'model-not-found',
      'unavailable',
    ],
    handle: async ({ body, leaving, requestId }, { analyses }) => {
      const { temperature, lists, seed, since, attributionHours, maxWeight, format, ...side } = body
      const report = await analyses.estimate(
        {
          side: toSide(side),
          temperature: temperature ?? null,
          limit: lists,
          seed,
          since: since ? new Date(since) : null,
          attributionHours,
          maxWeight,
        },
        leaving(),
        requestId,
      )
      const estimatesOf = ({ estimates }: (typeof report.assumed)[number]) =>
        estimates.map(({ outcome, estimator, estimate }) => ({ outcome, estimator, ...estimate }))
      const assumed = report.assumed.map((own) => ({ ...own, estimates: estimatesOf(own) }))
      return answerAs(format, { ...report, assumed }, () => estimateRows(report))
    },
  }),
]
