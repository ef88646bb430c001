import { z } from 'zod'
import { experimentResultsSchema } from '../../../experiments/results-schema.ts'
import {
  experimentKeySchema,
  experimentSettingsSchema,
  experimentStateSchema,
  stopCauseSchema,
} from '../../../experiments/schema.ts'
import { instantSchema, textSchema } from '../../../schema/primitives.ts'
import { pageOf, pageQuerySchema } from '../shared-schemas.ts'

const settingsInputSchema = experimentSettingsSchema.meta({ id: 'ExperimentSettingsInput' })
const settingsSchema = experimentSettingsSchema.meta({ id: 'ExperimentSettings' })

export const experimentSchema = z
  .strictObject({
    key: experimentKeySchema,
    state: experimentStateSchema,
    settings: settingsSchema,
    control: z.string().meta({ description: 'The variant that others are held against.' }),
    createdAt: instantSchema,
    createdBy: z.string(),
    updatedAt: instantSchema,
    updatedBy: z.string(),
    started: z
      .strictObject({ at: instantSchema, by: z.string(), reason: z.string() })
      .nullable()
      .meta({ description: 'null: a draft.' }),
    stopped: z
      .strictObject({ at: instantSchema, by: z.string(), because: stopCauseSchema, reason: z.string() })
      .nullable()
      .meta({ description: 'null: not stopped.' }),
  })
  .meta({ id: 'Experiment' })

export const experimentListSchema = pageOf(experimentSchema).meta({ id: 'ExperimentList' })
export const experimentQuerySchema = pageQuerySchema.extend({ state: experimentStateSchema.optional() })
export const experimentParamsSchema = z.strictObject({ key: experimentKeySchema })
export const resultsSchema = experimentResultsSchema.meta({ id: 'ExperimentResults' })

export const createBodySchema = z
  .strictObject({ key: experimentKeySchema, settings: settingsInputSchema })
  .meta({ id: 'CreateExperimentRequest' })
export const settingsBodySchema = settingsInputSchema

export const stepBodySchema = z
  .strictObject({ reason: textSchema(500).meta({ description: 'Why; it stays in the audit.' }) })
  .meta({ id: 'ExperimentStepRequest' })

export const settingsExample = {
  hypothesis: 'Dearer restaurants bring more fee and cost hardly an order.',
  owner: 'Sales',
  variants: [
    { key: 'accurate', profile: 'ml-engineer', share: 0.5 },
    { key: 'dearer', profile: 'sales', share: 0.5 },
  ],
  traffic: 0.2,
  primaryMetric: 'revenue',
  guardrails: [{ metric: 'orders', harm: 'decrease', smallestHarm: 0.02 }],
  outcomeHours: 72,
  plannedUsers: 20_000,
}
