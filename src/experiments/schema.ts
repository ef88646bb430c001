import { z } from 'zod'
import { type ProfileSettings, profileKeySchema } from '../profiles/schema.ts'
import { idSchema, instantSchema, shareSchema, textSchema } from '../schema/primitives.ts'
import { metricKeys } from './metrics.ts'

export const experimentStates = ['draft', 'running', 'stopped'] as const
export const experimentStateSchema = z.enum(experimentStates, { error: 'is draft, running or stopped' })
export type ExperimentState = z.infer<typeof experimentStateSchema>

export const stopCauses = ['person', 'guardrail', 'schedule'] as const
export const stopCauseSchema = z.enum(stopCauses)
export type StopCause = z.infer<typeof stopCauseSchema>

const keyWords = { error: 'is a key: lower-case letters, digits and hyphens, at most 60' }
export const experimentKeySchema = z.string(keyWords).regex(/^[a-z0-9][a-z0-9-]{0,59}$/, keyWords)
const variantKeySchema = experimentKeySchema
const metricSchema = z.enum(metricKeys, { error: 'is orders, revenue, margin, wait or ndcg' })

const variantSchema = z.strictObject({
  key: variantKeySchema,
  profile: profileKeySchema.meta({ description: 'The profile that ranks for this variant.' }),
  revision: z
    .int({ error: 'is the number of a published revision' })
    .min(1, { error: 'is the number of a published revision' })
    .max(1_000_000_000)
    .optional()
    .meta({ description: 'Keeps this revision; left out: whichever is live.' }),
  modelVersion: idSchema
    .optional()
    .meta({ description: 'Keeps this model version; left out: what the channel of the profile serves.' }),
  share: z
    .number({ error: 'is a share above 0 and up to 1; write 0.5 for half' })
    .positive({ error: 'is a share above 0 and up to 1; write 0.5 for half' })
    .max(1, { error: 'is a share above 0 and up to 1; write 0.5 for half' })
    .meta({ description: 'Of the users that take part; the shares of all variants sum to 1.' }),
})

const guardrailSchema = z.strictObject({
  metric: metricSchema,
  harm: z
    .enum(['decrease', 'increase'], { error: 'is decrease or increase' })
    .meta({ description: 'The direction that does harm.' }),
  smallestHarm: shareSchema
    .default(0)
    .meta({ description: 'Less than this is put up with, as a share of the control: 0.05 is 5 %.' }),
})
export type Guardrail = z.infer<typeof guardrailSchema>

const fields = z.strictObject({
  hypothesis: textSchema(1000),
  owner: textSchema(120),
  variants: z
    .array(variantSchema, { error: 'is a list of variants' })
    .min(2, { error: 'has fewer than two variants' })
    .max(10, { error: 'has more than ten variants' }),
  control: variantKeySchema
    .optional()
    .meta({ description: 'The variant that others are held against; left out: the first.' }),
  scope: profileKeySchema.nullable().default(null).meta({
    description: 'Takes the requests that name this profile; null: those that name none.',
  }),
  traffic: z
    .number({ error: 'is a share above 0 and up to 1; write 0.1 for 10 %' })
    .positive({ error: 'is a share above 0 and up to 1; write 0.1 for 10 %' })
    .max(1, { error: 'is a share above 0 and up to 1; write 0.1 for 10 %' })
    .default(1)
    .meta({ description: 'Share of users that take part.' }),
  primaryMetric: metricSchema.default('orders'),
  guardrails: z.array(guardrailSchema).max(10, { error: 'has more than ten entries' }).default([]),
  outcomeHours: z
    .number({ error: 'is from 0.001 to 2,160 hours' })
    .min(0.001, { error: 'is from 0.001 to 2,160 hours' })
    .max(2160, { error: 'is from 0.001 to 2,160 hours' })
    .default(24)
    .meta({
      description:
        'What a user does so long after their first list counts; then the user enters the results, once and for all.',
    }),
  plannedUsers: z
    .int({ error: 'is a whole number from 100 to 100,000,000' })
    .min(100, { error: 'is a whole number from 100 to 100,000,000' })
    .max(100_000_000, { error: 'is a whole number from 100 to 100,000,000' })
    .default(2000)
    .meta({ description: 'Intervals are at their narrowest at about this many users; valid at any.' }),
  plannedStop: instantSchema
    .optional()
    .meta({ description: 'Ends by itself then; left out: a person ends it.' }),
})

/** What an experiment is to be; fixed once it starts. */
export const experimentSettingsSchema = fields.superRefine((settings, context) => {
  const fault = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message })
  const { variants, control, guardrails } = settings
  const keys = variants.map(({ key }) => key)
  keys.forEach((key, index) => {
    if (keys.indexOf(key) < index) fault(['variants', index, 'key'], 'is the key of an earlier variant')
  })
  const sum = variants.reduce((total, { share }) => total + share, 0)
  if (Math.abs(sum - 1) > 1e-6) {
    fault(['variants'], `have shares that sum to ${Number(sum.toFixed(6))}; they sum to 1`)
  }
  if (control !== undefined && !keys.includes(control)) fault(['control'], 'is the key of no variant')
  const guarded = guardrails.map(({ metric, harm }) => `${metric} ${harm}`)
  guarded.forEach((name, index) => {
    if (guarded.indexOf(name) < index) fault(['guardrails', index, 'metric'], 'is guarded twice')
  })
})
export type ExperimentSettings = z.infer<typeof experimentSettingsSchema>
export type Variant = ExperimentSettings['variants'][number]

/** Which variant a request was served by. */
export interface Assignment {
  readonly key: string
  readonly variant: string
}

/** What the serving needs of an experiment that runs. */
export interface RunningExperiment {
  readonly key: string
  /** the profile whose requests it takes; null: requests that name none */
  readonly scope: string | null
  readonly traffic: number
  /** null: a person ends it */
  readonly plannedStopMs: number | null
  readonly variants: readonly {
    readonly key: string
    readonly share: number
    readonly profile: string
    /** null: whichever revision is live */
    readonly pinned: { readonly revision: number; readonly settings: ProfileSettings } | null
    /** null: what the profile's channel serves */
    readonly modelVersion: string | null
  }[]
}
