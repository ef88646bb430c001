import { Problem } from '../../../problem/problems.ts'
import { created, defineRoute, noContent, ok, type Route } from '../../route.ts'
import { importReportExample } from '../import-example.ts'
import { importReportSchema, ndjson } from '../import-schema.ts'
import { idParamsSchema, pageQuerySchema } from '../shared-schemas.ts'
import { restaurantExample, restaurantListExample } from './examples.ts'
import {
  restaurantAnswerSchema,
  restaurantBodySchema,
  restaurantLineSchema,
  restaurantListSchema,
  restaurantPatchBodySchema,
} from './schema.ts'

const tag = 'Restaurants'
const readers = ['app', 'analyst', 'manager', 'admin'] as const
const writers = ['manager', 'admin'] as const

const example = {
  name: 'Tasca do Rio',
  cuisines: ['portuguese', 'seafood'],
  priceLevel: 2,
  averageSpend: 24,
  currency: 'EUR',
  location: { lat: 38.7139, lon: -9.1394 },
  timeZone: 'Europe/Lisbon',
  hours: [{ day: 'fri', opens: '19:00', closes: '02:00' }],
}

export const restaurantRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/v1/restaurants',
    access: readers,
    tag,
    summary: 'List restaurants',
    query: pageQuerySchema,
    answers: {
      200: {
        description: 'A page, in order of id.',
        schema: restaurantListSchema,
        example: restaurantListExample,
      },
    },
    problems: ['invalid-cursor'],
    handle: async ({ query }, { restaurants }) =>
      ok(await restaurants.list({ limit: query.limit, cursor: query.cursor ?? null })),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/restaurants/import',
    access: writers,
    tag,
    summary: 'Import restaurants, one JSON object a line',
    description: 'Upserts by id while the body comes in. Lines with faults are listed and stop nothing.',
    stream: ndjson,
    documentedBody: restaurantLineSchema,
    answers: {
      200: {
        description: 'What became of the lines.',
        schema: importReportSchema,
        example: importReportExample,
      },
    },
    handle: async ({ stream }, { importNdjson, caughtUp }) => {
      const report = await importNdjson('restaurants', stream)
      await caughtUp('catalogue')
      return ok(report)
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/restaurants/:id',
    access: readers,
    tag,
    summary: 'Read a restaurant',
    params: idParamsSchema,
    answers: {
      200: { description: 'The restaurant.', schema: restaurantAnswerSchema, example: restaurantExample },
    },
    problems: ['restaurant-not-found'],
    handle: async ({ params }, { restaurants }) => {
      const restaurant = await restaurants.get(params.id)
      if (!restaurant) throw new Problem('restaurant-not-found')
      return ok(restaurant)
    },
  }),
  defineRoute({
    method: 'put',
    path: '/v1/restaurants/:id',
    access: writers,
    tag,
    summary: 'Make or replace a restaurant',
    description:
      'Fields that are left out take their defaults. Interactions that waited for it count from now on.',
    params: idParamsSchema,
    body: restaurantBodySchema,
    bodyExample: example,
    answers: {
      200: {
        description: 'It was there and is replaced.',
        schema: restaurantAnswerSchema,
        example: restaurantExample,
      },
      201: { description: 'It is new.', schema: restaurantAnswerSchema, example: restaurantExample },
    },
    handle: async ({ params, body }, { restaurants, caughtUp }) => {
      const result = await restaurants.put(params.id, body)
      await caughtUp('catalogue')
      return result.created
        ? created(result.restaurant, `/v1/restaurants/${encodeURIComponent(params.id)}`)
        : ok(result.restaurant)
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/v1/restaurants/:id',
    access: writers,
    tag,
    summary: 'Change some fields of a restaurant',
    description: 'What is not named stays as it is. Closing or pausing takes effect with the answer.',
    params: idParamsSchema,
    body: restaurantPatchBodySchema,
    bodyExample: { status: 'paused' },
    answers: {
      200: {
        description: 'The restaurant after the change.',
        schema: restaurantAnswerSchema,
        example: restaurantExample,
      },
    },
    problems: ['restaurant-not-found'],
    handle: async ({ params, body }, { restaurants, caughtUp }) => {
      const restaurant = await restaurants.patch(params.id, body)
      await caughtUp('catalogue')
      return ok(restaurant)
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/v1/restaurants/:id',
    access: writers,
    tag,
    summary: 'Remove a restaurant and its interactions',
    description: 'To stop showing it and keep what is known of it, set its status to closed instead.',
    params: idParamsSchema,
    answers: { 204: { description: 'It is gone.' } },
    problems: ['restaurant-not-found'],
    handle: async ({ params }, { restaurants, caughtUp }) => {
      await restaurants.remove(params.id)
      await caughtUp('catalogue')
      return noContent
    },
  }),
]
