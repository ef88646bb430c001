import type { Guardrail } from '../../../analysis/solve.ts'
import type { ProfileChoice } from '../../../serving/sides.ts'
import { defineRoute, type Route } from '../../route.ts'
import { toRequest } from '../recommendations/answer.ts'
import { toPast, toSide } from './analysis-router.ts'
import { frontierExample, solveExample } from './examples/frontier-and-solve.ts'
import { whyNotExample, whyNotSampleExample } from './examples/why-not.ts'
import { frontierBodySchema, frontierSchema } from './frontier-schema.ts'
import { frontierRows, solveRows } from './report-rows.ts'
import { type GuardrailBody, solveBodySchema, solveSchema } from './solve-schema.ts'
import { answerAs, tabularTypes } from './tabular.ts'
import { whyNotRows, whyNotSampleRows } from './why-not-rows.ts'
import { whyNotBodySchema, whyNotSchema } from './why-not-schema.ts'

const tag = 'Objectives'
const readers = ['analyst', 'manager', 'admin'] as const
const problems = [
  'profile-not-found',
  'revision-not-found',
  'draft-not-found',
  'model-not-found',
  'nothing-to-analyse',
  'unavailable',
] as const

interface SampledBody {
  readonly profile?: string | undefined
  readonly settings?: Exclude<ProfileChoice, string | null> | undefined
  readonly modelVersion?: string | null | undefined
  readonly sample: Parameters<typeof toPast>[0]
}

function toSampled({ profile, settings, modelVersion, sample }: SampledBody) {
  return {
    profile: settings ?? profile ?? null,
    ...(modelVersion === undefined ? {} : { modelVersion }),
    ...toPast(sample),
  }
}

function toGuardrail({ measure, minShareOfBest, min, max }: GuardrailBody): Guardrail[] {
  if (measure === 'p95') return []
  return minShareOfBest === undefined
    ? [{ measure, kind: 'value', value: (min ?? max)! }]
    : [{ measure, kind: 'share', value: minShareOfBest }]
}

export const objectiveRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/v1/admin/objectives/frontier',
    access: readers,
    tag,
    summary: 'The best that two or three objectives allow together',
    description:
      'The Pareto frontier over a sample of past requests: lists that no weights can better in one objective without loss in another, each with its weights, where the profile stands, and what one more per cent of an objective costs there. All lists are judged by the profile’s model at full depth.',
    body: frontierBodySchema,
    bodyExample: { profile: 'sales', objectives: ['relevance', 'revenue'], sample: { size: 200 } },
    answers: {
      200: {
        description: 'The frontier.',
        schema: frontierSchema,
        example: frontierExample,
        otherTypes: tabularTypes,
      },
    },
    problems,
    handle: async ({ body, leaving, requestId }, { analyses }) => {
      const { objectives, maxPoints } = body
      const report = await analyses.frontier(
        { ...toSampled(body), objectives, maxPoints },
        leaving(),
        requestId,
      )
      return answerAs(body.format, report, () => frontierRows(report))
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/admin/objectives/solve',
    access: readers,
    tag,
    summary: 'Weights for the most of one objective within guardrails',
    description:
      'Finds the weights that maximise one objective over past requests while others keep their bounds, with the distance to what no list could pass, what each bound costs, what is infeasible and why; the outcome on requests of other users, with 95 % intervals; and settings ready to be a draft.',
    body: solveBodySchema,
    bodyExample: {
      profile: 'sales',
      maximise: 'revenue',
      subjectTo: [
        { measure: 'ndcg', minShareOfBest: 0.99 },
        { measure: 'newPlaces', min: 0.1 },
        { measure: 'p95', max: 100 },
      ],
      sample: { size: 1000, source: 'orders' },
    },
    answers: {
      200: {
        description: 'Weights, or why there are none.',
        schema: solveSchema,
        example: solveExample,
        otherTypes: tabularTypes,
      },
    },
    problems,
    handle: async ({ body, leaving, requestId }, { analyses }) => {
      const { maximise, subjectTo } = body
      const maxP95Ms = subjectTo.find(({ measure }) => measure === 'p95')?.max ?? null
      const guardrails = subjectTo.flatMap(toGuardrail)
      const report = await analyses.solve(
        { ...toSampled(body), maximise, guardrails, maxP95Ms },
        leaving(),
        requestId,
      )
      return answerAs(body.format, report, () => solveRows(report))
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/admin/objectives/why-not',
    access: readers,
    tag,
    summary: 'What it would take for a restaurant to enter a list',
    description:
      'Whether a restaurant may be shown, was proposed, and where it stands; and the smallest change that brings it in: of each weight alone, and of its own chance of an order, price, wait or rating alone. Every change was found by ranking again with it, exploration aside. Over a sample of past requests: how often each of these holds, with 95 % intervals, and how large the changes are.',
    body: whyNotBodySchema,
    bodyExample: { request: { userId: 'u-17' }, restaurantId: 'r-42', profile: 'sales' },
    answers: {
      200: {
        description: 'Why it is not in the list, or how often it is not and why.',
        schema: whyNotSchema,
        example: whyNotExample,
        otherExamples: { sample: whyNotSampleExample },
        otherTypes: tabularTypes,
      },
    },
    problems: [...problems, 'restaurant-not-found'],
    handle: async ({ body, leaving, requestId }, { analyses }) => {
      const { request, sample, restaurantId, format } = body
      const { name: _, ...side } = toSide({ ...body, profile: body.profile ?? request?.profile })
      if (request) {
        const report = await analyses.whyNot(
          { request: toRequest(request), restaurantId, ...side },
          leaving(),
          requestId,
        )
        return answerAs(format, report, () => whyNotRows(report))
      }
      const report = await analyses.whyNotSample(
        { ...toPast(sample!), restaurantId, side },
        leaving(),
        requestId,
      )
      return answerAs(format, report, () => whyNotSampleRows(report))
    },
  }),
]
