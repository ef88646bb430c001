import { z } from 'zod'
import { runStatuses, triggers } from '../../../jobs/training-runs.ts'
import { instantSchema, shareSchema, textSchema } from '../../../schema/primitives.ts'
import { pageOf } from '../shared-schemas.ts'

export const trainingRunSchema = z
  .strictObject({
    id: z.string(),
    trigger: z.enum(triggers),
    actor: z.string().meta({ description: '`<role>:<key id>`, `cli` or `system`.' }),
    reason: z.string().nullable(),
    options: z.unknown(),
    status: z.enum(runStatuses).meta({
      description:
        '`rejected`: the data were refused, or the gate kept the version back; `error` says why, and what was served stays.',
    }),
    stage: z.string().nullable(),
    progress: shareSchema,
    etaSeconds: z.number().min(0).nullable().meta({ description: 'null: not known yet, or over.' }),
    startedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
    cancelledBy: z.string().nullable(),
    error: z.string().nullable().meta({ description: 'In words, what kept it from serving a new model.' }),
    modelVersion: z.string().nullable().meta({ description: 'The version that came out of it.' }),
    market: z.string().nullable().meta({
      description: 'It learnt from the market that this restaurant lies in; null: from everything.',
    }),
    report: z.unknown().meta({
      description:
        'Data, split, search, gains over baselines and the model in service with 95 % intervals, groups of users, exposure, plans, and the verdict of the gate. Null until there is one.',
    }),
  })
  .meta({ id: 'TrainingRun' })

/** A list tells how runs went; what they found is read one by one. */
export const trainingRunListSchema = pageOf(
  trainingRunSchema.omit({ report: true }).meta({ id: 'TrainingRunSummary' }),
).meta({ id: 'TrainingRunList' })

export const trainingRunParamsSchema = z.strictObject({
  id: z.string().regex(/^\d{1,18}$/, { error: 'is the number of a run' }),
})

export const startTrainingBodySchema = z
  .strictObject({
    reason: textSchema(500).optional().meta({ description: 'Why; asked for with `force`.' }),
    force: z.boolean({ error: 'is true or false' }).default(false).meta({
      description: 'Trains on data that look broken, and serves the result whatever the gate finds.',
    }),
    seed: z
      .number({ error: 'is a whole number' })
      .int({ error: 'is a whole number' })
      .min(0, { error: 'is 0 or more' })
      .max(4_294_967_295, { error: 'is at most 4294967295' })
      .default(1),
    searchSeconds: z
      .number({ error: 'is a number of seconds' })
      .min(0, { error: 'is 0 or more' })
      .max(86_400, { error: 'is at most a day: 86400' })
      .default(0)
      .meta({
        description: 'Looks for better settings for so long first; 0: those of the model in service.',
      }),
  })
  .refine(({ force, reason }) => !force || reason !== undefined, {
    path: ['reason'],
    error: 'says why, whenever force is true',
  })
  .meta({ id: 'StartTrainingRequest' })
