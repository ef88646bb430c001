import type { PastQuery } from '../../../serving/past-sample.ts'
import type { ProfileChoice, SideChoice } from '../../../serving/sides.ts'
import { defineRoute, ok, type Route } from '../../route.ts'
import { toRequest } from '../recommendations/answer.ts'
import { idParamsSchema } from '../shared-schemas.ts'
import { type CompareBody, compareBodySchema, compareSchema } from './compare-schema.ts'
import { compareExample } from './examples/compare.ts'
import { sampledShiftExample, shiftExample } from './examples/shift.ts'
import { whyExample } from './examples/why.ts'
import { whySchema } from './recommendation-schema.ts'
import { comparisonRows, sampledShiftRows, sampleRows, shiftRows } from './report-rows.ts'
import { pointsOf, type ShiftBody, shiftBodySchema, shiftSchema } from './shift-schema.ts'
import { answerAs, tabularTypes } from './tabular.ts'
import { underWayExample, underWaySchema } from './under-way-schema.ts'

const tag = 'Objectives'
const readers = ['analyst', 'manager', 'admin'] as const
const notFound = ['profile-not-found', 'revision-not-found', 'draft-not-found', 'model-not-found'] as const

/** A side in the words of the service; fields that are left out stay out. */
export function toSide({
  name,
  profile,
  settings,
  modelVersion,
  plan,
}: CompareBody['sides'][number]): SideChoice {
  const choice: ProfileChoice = settings ?? profile ?? null
  return {
    profile: choice,
    ...(name === undefined ? {} : { name }),
    ...(modelVersion === undefined ? {} : { modelVersion }),
    ...(plan === undefined ? {} : { plan: toPlan(plan) }),
  }
}

function toPlan({ name, candidates }: NonNullable<ShiftBody['plan']>) {
  return candidates === undefined ? { name } : { name, candidates }
}

/** A sample in the words of the service. */
export function toPast({ size, seed, source, since }: NonNullable<CompareBody['sample']>): PastQuery {
  return { limit: size, seed, source, since: since ? new Date(since) : null }
}

export const analysisRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/v1/admin/objectives/shift',
    access: readers,
    tag,
    summary: 'What each objective does to one list, or to past ones',
    description:
      'Each objective is left out in turn, and its share swept from 0 to 1 while the others keep their ratios: who moves where, how much the lists agree, and what that does to expected orders, revenue, margin, wait and time. Latency acts through the plan: the report says at which shares the planner changes it. Over a sample of past requests the figures are means with 95 % intervals, and the report says what one per cent more of each objective costs.',
    body: shiftBodySchema,
    bodyExample: { request: { userId: 'u-17' }, profile: 'sales', points: 5 },
    answers: {
      200: {
        description: 'One list taken apart, or the sample’s figures with intervals.',
        schema: shiftSchema,
        example: shiftExample,
        otherExamples: { sample: sampledShiftExample },
        otherTypes: tabularTypes,
      },
    },
    problems: [...notFound, 'unavailable'],
    handle: async ({ body, leaving, requestId }, { analyses }) => {
      const { request, sample, k, format } = body
      const { name: _, ...side } = toSide({ ...body, profile: body.profile ?? request?.profile })
      const asked = { ...side, k, points: pointsOf(body) }
      if (request) {
        const report = await analyses.shift({ request: toRequest(request), ...asked }, leaving(), requestId)
        return answerAs(format, report, () => shiftRows(report))
      }
      const report = await analyses.shiftSample({ ...toPast(sample!), ...asked }, leaving(), requestId)
      return answerAs(format, report, () => sampledShiftRows(report))
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/admin/objectives/compare',
    access: readers,
    tag,
    summary: 'The same request under several profiles, models or plans',
    description:
      'One given request side by side, or a sample of past requests with 95 % intervals. A side is a profile, a revision, a draft or settings to try, a model version and a plan; each part can be left out.',
    body: compareBodySchema,
    bodyExample: {
      request: { userId: 'u-17' },
      sides: [
        { profile: 'product' },
        { profile: 'draft:product' },
        { profile: 'sales', plan: { name: 'fast' } },
      ],
    },
    answers: {
      200: {
        description: 'Side by side, or the sample’s figures with intervals.',
        schema: compareSchema,
        example: compareExample,
        otherTypes: tabularTypes,
      },
    },
    problems: [...notFound, 'unavailable'],
    handle: async ({ body: { request, sample, sides, k, format }, leaving, requestId }, { analyses }) => {
      const asked = { sides: sides.map(toSide), k }
      if (request) {
        const report = await analyses.compare({ request: toRequest(request), ...asked }, leaving(), requestId)
        return answerAs(format, report, () => comparisonRows(report))
      }
      const report = await analyses.compareSample({ ...toPast(sample!), ...asked }, leaving(), requestId)
      return answerAs(format, report, () => sampleRows(report))
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/admin/recommendations/:id',
    access: readers,
    tag,
    summary: 'Take a logged recommendation apart',
    description:
      'What decided each place: contributions that add up to the score, rules, propensities, plan, model and the profile’s revision, and whether the same question has the same answer now. A decision is in the log a moment after it was answered.',
    params: idParamsSchema,
    answers: { 200: { description: 'The decision, taken apart.', schema: whySchema, example: whyExample } },
    problems: ['recommendation-not-found', 'unavailable'],
    handle: async ({ params, leaving }, { analyses }) => ok(await analyses.why(params.id, leaving())),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/admin/analyses',
    access: readers,
    tag,
    summary: 'How far analyses are',
    description:
      'The analyses that somebody waits for in the process that answers, by the ids of their requests (`X-Request-Id`). One ends, or leaves the queue, when its client does.',
    answers: {
      200: {
        description: 'What runs and what waits, in the order in which it came.',
        schema: underWaySchema,
        example: underWayExample,
      },
    },
    handle: (_input, { analyses }) => ok({ items: analyses.underWay() }),
  }),
]
