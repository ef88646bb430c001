import type { RecommendationService } from '../../../serving/service.ts'
import type { Visit } from '../../../serving/visit.ts'
import { defineRoute, ok, type Route } from '../../route.ts'
import { toAnswer, toRequest } from './answer.ts'
import { recommendBatch } from './batch.ts'
import { batchExample, rankExample, recommendationExample } from './examples.ts'
import {
  batchBodySchema,
  batchRequestSchema,
  batchSchema,
  type RankBody,
  type RecommendationBody,
  rankRequestSchema,
  recommendationRequestSchema,
  recommendationSchema,
} from './schema.ts'

const tag = 'Recommendations'
const everyRole = ['app', 'analyst', 'manager', 'admin'] as const

const example = {
  userId: 'u-17',
  context: { location: { lat: 38.7139, lon: -9.1394 } },
  filters: { maxPriceLevel: 3 },
  limit: 5,
  explain: true,
}

async function recommend(
  recommender: RecommendationService,
  body: RecommendationBody | RankBody,
  visit: Visit,
) {
  const request = toRequest(body)
  const answer = toAnswer(await recommender.recommend(request, visit), request)
  return { ...ok(answer), recommendationId: answer.recommendationId }
}

export const recommendationRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/v1/recommendations',
    access: everyRole,
    tag,
    load: 'recommendation',
    summary: 'Recommend restaurants',
    description:
      'Ranks by the weights of a profile. With `explain` every item carries what each objective gave; these contributions sum to the score.',
    body: recommendationRequestSchema,
    bodyExample: example,
    answers: {
      200: {
        description: 'The list, best first.',
        schema: recommendationSchema,
        example: recommendationExample,
      },
    },
    problems: ['profile-not-found'],
    handle: ({ body, visit }, { recommender }) => recommend(recommender, body, visit),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/recommendations/batch',
    access: everyRole,
    tag,
    load: 'batch',
    summary: 'Recommend for many requests at once',
    description:
      'Results stand in the order of the requests. Each is a recommendation, or an object with the `problem` of that one request.',
    body: batchBodySchema,
    documentedBody: batchRequestSchema,
    bodyExample: { requests: [example, { userId: 'u-18' }] },
    answers: { 200: { description: 'One result a request.', schema: batchSchema, example: batchExample } },
    handle: ({ body, requestId, visit }, { recommender }) => ({
      kind: 'parts',
      status: 200,
      type: 'application/json',
      parts: recommendBatch(recommender, body.requests, requestId, visit),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/rank',
    access: everyRole,
    tag,
    load: 'recommendation',
    summary: "Rank the caller's own candidates",
    description:
      'Only the restaurants of `candidateIds` are ranked; those that may not be shown are left out and counted, unknown ids are listed.',
    body: rankRequestSchema,
    bodyExample: { userId: 'u-17', candidateIds: ['r-1', 'r-2', 'r-3'], explain: true },
    answers: {
      200: { description: 'The list, best first.', schema: recommendationSchema, example: rankExample },
    },
    problems: ['profile-not-found'],
    handle: ({ body, visit }, { recommender }) => recommend(recommender, body, visit),
  }),
]
