import { defineRoute, noContent, ok, type Route } from '../../route.ts'
import { pageQuerySchema } from '../shared-schemas.ts'
import {
  diffExample,
  draftExample,
  profileExample,
  profileListExample,
  revisionExample,
  revisionListExample,
} from './answer-examples.ts'
import { settingsExample } from './example.ts'
import {
  defaultBodySchema,
  diffQuerySchema,
  diffSchema,
  draftQuerySchema,
  keyParamsSchema,
  profileListSchema,
  profileSchema,
  publishBodySchema,
  revertBodySchema,
  revisionListSchema,
  revisionParamsSchema,
  revisionSchema,
  settingsBodySchema,
} from './schema.ts'

const tag = 'Profiles'
const readers = ['analyst', 'manager', 'admin'] as const
const writers = ['manager', 'admin'] as const

export const profileRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/v1/profiles',
    access: readers,
    tag,
    summary: 'List profiles',
    description:
      'All of them with their live revision and draft, by key. Profiles are few: there is one page.',
    answers: {
      200: { description: 'The profiles.', schema: profileListSchema, example: profileListExample },
    },
    handle: async (_input, { profiles }) => ok({ items: await profiles.list(), nextCursor: null }),
  }),
  defineRoute({
    method: 'put',
    path: '/v1/profiles/default',
    access: writers,
    tag,
    summary: 'Choose the default profile',
    description: 'Requests that name no profile are ranked by it from now on.',
    body: defaultBodySchema,
    bodyExample: { key: 'product', reason: 'Speed matters most during the campaign' },
    answers: { 200: { description: 'The new default.', schema: profileSchema, example: profileExample } },
    problems: ['profile-not-found', 'conflict'],
    handle: async ({ body, actor }, { profiles, caughtUp }) => {
      const profile = await profiles.setDefault(body.key, { actor, reason: body.reason })
      await caughtUp('profiles')
      return ok(profile)
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/profiles/:key',
    access: readers,
    tag,
    summary: 'Read a profile',
    params: keyParamsSchema,
    answers: {
      200: {
        description: 'Its live revision and its draft.',
        schema: profileSchema,
        example: profileExample,
      },
    },
    problems: ['profile-not-found'],
    handle: async ({ params }, { profiles }) => ok(await profiles.get(params.key)),
  }),
  defineRoute({
    method: 'put',
    path: '/v1/profiles/:key/draft',
    access: writers,
    tag,
    summary: 'Put the draft of a profile',
    description:
      'Replaces the draft; a key that does not exist becomes a profile with a draft only. No request is ranked by a draft.',
    params: keyParamsSchema,
    query: draftQuerySchema,
    body: settingsBodySchema,
    bodyExample: settingsExample,
    answers: {
      200: { description: 'The profile with its new draft.', schema: profileSchema, example: draftExample },
    },
    problems: ['draft-changed'],
    handle: async ({ params, query, body, actor }, { profiles }) =>
      ok(
        await profiles.putDraft(params.key, body, {
          actor,
          ...(query.expectedRevision === undefined ? {} : { expectedRevision: query.expectedRevision }),
          ...(query.expected === undefined ? {} : { expected: query.expected }),
        }),
      ),
  }),
  defineRoute({
    method: 'delete',
    path: '/v1/profiles/:key/draft',
    access: writers,
    tag,
    summary: 'Throw the draft away',
    description: 'A profile that was never published goes with it.',
    params: keyParamsSchema,
    answers: { 204: { description: 'It is gone.' } },
    problems: ['profile-not-found', 'draft-not-found'],
    handle: async ({ params, actor }, { profiles }) => {
      await profiles.discardDraft(params.key, { actor })
      return noContent
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/profiles/:key/publish',
    access: writers,
    tag,
    summary: 'Publish the draft',
    description:
      'Makes an immutable, numbered revision that ranks the next request. Of several publishers of one draft exactly one succeeds.',
    params: keyParamsSchema,
    body: publishBodySchema,
    bodyExample: { reason: 'Fee campaign, week 14' },
    answers: {
      200: {
        description: 'The revision that is live now.',
        schema: revisionSchema,
        example: revisionExample,
      },
    },
    problems: ['profile-not-found', 'draft-not-found', 'draft-changed', 'nothing-to-publish'],
    handle: async ({ params, body, actor }, { profiles, caughtUp }) => {
      const { reason, expected } = body
      const revision = await profiles.publish(params.key, {
        actor,
        reason,
        ...(expected === undefined ? {} : { expected }),
      })
      await caughtUp('profiles')
      return ok(revision)
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/profiles/:key/revisions',
    access: readers,
    tag,
    summary: 'List the revisions of a profile',
    params: keyParamsSchema,
    query: pageQuerySchema,
    answers: {
      200: { description: 'A page, newest first.', schema: revisionListSchema, example: revisionListExample },
    },
    problems: ['profile-not-found', 'invalid-cursor'],
    handle: async ({ params, query }, { profiles }) =>
      ok(await profiles.revisions(params.key, { limit: query.limit, cursor: query.cursor ?? null })),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/profiles/:key/revisions/:revision',
    access: readers,
    tag,
    summary: 'Read one revision',
    params: revisionParamsSchema,
    answers: { 200: { description: 'The revision.', schema: revisionSchema, example: revisionExample } },
    problems: ['profile-not-found', 'revision-not-found'],
    handle: async ({ params }, { profiles }) => ok(await profiles.revision(params.key, params.revision)),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/profiles/:key/diff',
    access: readers,
    tag,
    summary: 'Compare two states of a profile',
    params: keyParamsSchema,
    query: diffQuerySchema,
    answers: {
      200: {
        description: 'Every place that differs; empty: they are equal.',
        schema: diffSchema,
        example: diffExample,
      },
    },
    problems: ['profile-not-found', 'revision-not-found', 'draft-not-found'],
    handle: async ({ params: { key }, query: { from, to } }, { profiles }) =>
      ok({ key, from, to, differences: await profiles.diff(key, from, to) }),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/profiles/:key/revert',
    access: writers,
    tag,
    summary: 'Go back to an older revision',
    description: 'Publishes a new revision that equals the old one.',
    params: keyParamsSchema,
    body: revertBodySchema,
    bodyExample: { to: 1, reason: 'Orders fell' },
    answers: {
      200: {
        description: 'The revision that is live now.',
        schema: revisionSchema,
        example: revisionExample,
      },
    },
    problems: ['profile-not-found', 'revision-not-found', 'nothing-to-publish'],
    handle: async ({ params, body, actor }, { profiles, caughtUp }) => {
      const revision = await profiles.revert(params.key, { actor, to: body.to, reason: body.reason })
      await caughtUp('profiles')
      return ok(revision)
    },
  }),
]
