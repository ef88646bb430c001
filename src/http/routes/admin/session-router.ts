import { z } from 'zod'
import { restaurantStatusSchema } from '../../../catalog/schema.ts'
import { roles } from '../../../keys/key-store.ts'
import { defineRoute, ok, type Route } from '../../route.ts'
import { countSchema, queryInteger, queryText } from '../shared-schemas.ts'
import { foundRestaurantsExample, sessionExample, usersExample } from './examples/operations.ts'

const tag = 'Administration'
const readers = ['analyst', 'manager', 'admin'] as const

const sessionSchema = z
  .strictObject({
    role: z.enum(roles),
    keyId: z.string().meta({ description: 'Names the key in the audit; it is not the key.' }),
    version: z.string().meta({ description: 'Of the service.' }),
  })
  .meta({ id: 'Session' })

const foundUsersSchema = z
  .strictObject({
    items: z.array(
      z
        .strictObject({
          id: z.string(),
          orders: countSchema.meta({ description: 'How many are stored; users with few are new to us.' }),
          hasPlace: z.boolean().meta({ description: 'Whether a request may leave the location out.' }),
        })
        .meta({ id: 'FoundUser' }),
    ),
  })
  .meta({ id: 'FoundUsers' })

const foundRestaurantsSchema = z
  .strictObject({
    items: z.array(
      z
        .strictObject({
          id: z.string(),
          name: z.string(),
          district: z.string().nullable(),
          status: restaurantStatusSchema,
        })
        .meta({ id: 'FoundRestaurant' }),
    ),
  })
  .meta({ id: 'FoundRestaurants' })

/** What the administration page asks for who it is for, and whom lists can be tried with. */
export const sessionRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/v1/admin/session',
    access: readers,
    tag,
    summary: 'Whose key this is',
    answers: {
      200: {
        description: 'The role, which decides what may be done.',
        schema: sessionSchema,
        example: sessionExample,
      },
    },
    handle: ({ caller }, { version }) => ok({ role: caller!.role, keyId: caller!.id, version }),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/admin/users',
    access: readers,
    tag,
    summary: 'Find users to try lists with',
    description:
      'Ids that begin with `search`, in order of id; without it, those who did something last. Nothing else of a user is told.',
    query: z.strictObject({
      search: queryText(200).optional(),
      limit: queryInteger(1, 50).default(10),
    }),
    answers: {
      200: { description: 'At most `limit` users.', schema: foundUsersSchema, example: usersExample },
    },
    handle: async ({ query: { search, limit } }, { users }) =>
      ok({ items: await users.find({ search: search ?? null, limit }) }),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/admin/restaurants',
    access: readers,
    tag,
    summary: 'Find restaurants to ask about',
    description:
      'Those whose id begins with `search` or whose name holds it, in any case: what begins with it first, then by name; without it, the newest.',
    query: z.strictObject({
      search: queryText(200).optional(),
      limit: queryInteger(1, 50).default(10),
    }),
    answers: {
      200: {
        description: 'At most `limit` restaurants.',
        schema: foundRestaurantsSchema,
        example: foundRestaurantsExample,
      },
    },
    handle: async ({ query: { search, limit } }, { restaurants }) =>
      ok({ items: await restaurants.find({ search: search ?? null, limit }) }),
  }),
]
