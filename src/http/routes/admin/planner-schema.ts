import { z } from 'zod'
import { planNames } from '../../../profiles/schema.ts'
import { stages } from '../../../ranking/planner/cost-model.ts'
import type { loadClasses } from '../../../serving/admission.ts'
import { countSchema } from '../shared-schemas.ts'

const ms = z.number().min(0)
const share = z.number().min(0).max(1)

const planSchema = z
  .strictObject({
    name: z.enum(planNames),
    candidates: countSchema,
    answers: countSchema.meta({ description: 'Since the start of this process.' }),
    share: share.meta({ description: 'Of all answers of late: the plan mix.' }),
    predictedP95Ms: ms
      .nullable()
      .meta({ description: 'Mean of the p95 that was predicted. null: it did not run of late.' }),
    medianMs: ms.nullable(),
    p95Ms: ms.nullable().meta({ description: 'As it went, from arrival to the last byte handed over.' }),
    coverage: share.nullable().meta({
      description:
        'Answers that took no longer than predicted. About 0.95 or a little above when the planner knows its costs.',
    }),
    withinBudget: share.nullable(),
  })
  .meta({ id: 'PlanCalibration' })

const byClass = z.strictObject({ batch: countSchema, recommendation: countSchema, ingestion: countSchema })

export const plannerSchema = z
  .strictObject({
    halfLifeSeconds: z.number().meta({ description: 'After so long an answer counts half.' }),
    answers: countSchema,
    withinBudget: share.nullable(),
    coverage: share.nullable(),
    plans: z.array(planSchema),
    admission: z
      .strictObject({
        expectedWaitMs: ms.meta({ description: 'What a newcomer would wait for its turn.' }),
        mostWaitMs: ms.meta({ description: 'With more than this, recommendations are refused.' }),
        inFlight: byClass,
        admitted: byClass.meta({ description: 'Since the start.' }),
        refused: byClass.meta({ description: 'Since the start, with 503 and Retry-After.' }),
      })
      .meta({ id: 'AdmissionState' }),
    lookUpMs: ms.meta({ description: 'p95 of late of finding out who the user is.' }),
    answerMs: ms.meta({ description: 'p95 of late from the ranked list to the last byte handed over.' }),
    eventLoopDelayMs: ms.meta({ description: 'p95 of how late timers fired in the last second or two.' }),
    spread: z
      .number()
      .min(1)
      .meta({ description: "p95 of a ranking's time over its mean; rises with load." }),
    waiting: countSchema.meta({ description: 'Rankings that wait for their turn.' }),
    turnMs: ms.meta({ description: 'Mean length of a turn of the event loop with a ranking in it.' }),
    stageCosts: z
      .record(
        z.enum(planNames),
        z.array(z.strictObject({ stage: z.enum(stages), fixedMs: ms, perCandidateMs: ms })),
      )
      .meta({ description: 'What each stage costs, learnt while serving.' }),
  })
  .meta({ id: 'PlannerState' })

const none: Record<(typeof loadClasses)[number], number> = { batch: 0, recommendation: 0, ingestion: 0 }

export const plannerExample = {
  halfLifeSeconds: 60,
  answers: 18_210,
  withinBudget: 0.998,
  coverage: 0.957,
  plans: [
    {
      name: 'full',
      candidates: 400,
      answers: 17_900,
      share: 0.983,
      predictedP95Ms: 6.1,
      medianMs: 2.2,
      p95Ms: 5.7,
      coverage: 0.957,
      withinBudget: 0.998,
    },
  ],
  admission: {
    expectedWaitMs: 1.4,
    mostWaitMs: 50,
    inFlight: { ...none, recommendation: 2 },
    admitted: { ...none, recommendation: 18_400, ingestion: 910 },
    refused: { ...none, recommendation: 188 },
  },
  lookUpMs: 1.9,
  answerMs: 1.1,
  eventLoopDelayMs: 1.3,
  spread: 1.8,
  waiting: 0,
  turnMs: 1.4,
  stageCosts: {
    popular: [],
    fast: [],
    full: [{ stage: 'relevance', fixedMs: 0.21, perCandidateMs: 0.0011 }],
  },
}
