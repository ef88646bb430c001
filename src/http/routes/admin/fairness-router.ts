import { defineRoute, type Route } from '../../route.ts'
import { toSide } from './analysis-router.ts'
import { fairnessExample, liveFairnessExample } from './examples/fairness.ts'
import { fairnessRows } from './fairness-rows.ts'
import {
  fairnessBodySchema,
  fairnessQuerySchema,
  liveFairnessSchema,
  profileFairnessSchema,
} from './fairness-schema.ts'
import { answerAs, tabularTypes } from './tabular.ts'

const tag = 'Objectives'
const readers = ['analyst', 'manager', 'admin'] as const
/** Orders that name a list count so long after it. */
const attributionHours = 6

export const fairnessRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/v1/admin/fairness',
    access: readers,
    tag,
    summary: 'Whom the served lists showed',
    description:
      'Exposure by cuisine, price level, district, new places and independents against their share of the catalogue, of merit (expected orders) and of past orders; popularity bias; quality by how often a user has ordered. From lists that known users were shown, older than the six hours in which orders may still come of them.',
    query: fairnessQuerySchema,
    answers: {
      200: {
        description: 'The report.',
        schema: liveFairnessSchema,
        example: liveFairnessExample,
        otherTypes: tabularTypes,
      },
    },
    problems: ['unavailable'],
    handle: async ({ query: { size, seed, since, format }, leaving, requestId }, { analyses }) => {
      const report = await analyses.fairnessOfLog(
        {
          limit: size,
          seed,
          since: since ? new Date(since) : null,
          attributionHours,
        },
        leaving(),
        requestId,
      )
      return answerAs(format, report, () => fairnessRows(report))
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/admin/fairness',
    access: readers,
    tag,
    summary: 'Whom a profile would show, before it goes live',
    description:
      'The same report for any profile, draft, model or plan, ranked on a sample of past requests.',
    body: fairnessBodySchema,
    bodyExample: { profile: 'draft:sales', size: 300 },
    answers: {
      200: {
        description: 'The report.',
        schema: profileFairnessSchema,
        example: fairnessExample,
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
    handle: async (
      { body: { size, seed, since, source, format, ...side }, leaving, requestId },
      { analyses },
    ) => {
      const report = await analyses.fairnessOf(
        {
          side: toSide(side),
          limit: size,
          seed,
          source,
          since: since ? new Date(since) : null,
        },
        leaving(),
        requestId,
      )
      return answerAs(format, report, () => fairnessRows(report))
    },
  }),
]
