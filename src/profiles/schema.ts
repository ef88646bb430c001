import { z } from 'zod'
import { clockSchema, daySchema } from '../catalog/schema.ts'
import { idSchema, instantSchema, priceLevelSchema, shareSchema, textSchema } from '../schema/primitives.ts'

/** The objectives that a profile can put weight on; `latency` prices time and is no property of a restaurant. */
export const objectiveKeys = ['relevance', 'revenue', 'margin', 'wait', 'discovery'] as const
export type ObjectiveKey = (typeof objectiveKeys)[number]

export const planNames = ['popular', 'fast', 'full'] as const
export const planNameSchema = z.enum(planNames, { error: 'is a plan: popular, fast or full' })
export type PlanName = z.infer<typeof planNameSchema>

const weightSchema = z
  .number({ error: 'is a weight: a number of 0 or more; only ratios matter' })
  .min(0, { error: 'is negative; a weight is 0 or more' })
  .max(1e6, { error: 'is above 1,000,000; only ratios matter' })
  .default(0)

/** Only ratios matter among the objectives; `latency` is the share of utility that the planner gives to time. */
export const weightsSchema = z
  .strictObject({
    relevance: weightSchema,
    revenue: weightSchema,
    margin: weightSchema,
    wait: weightSchema,
    discovery: weightSchema,
    latency: weightSchema,
  })
  .refine((weights) => objectiveKeys.some((key) => weights[key] > 0), {
    error: 'are all 0; give at least one of relevance, revenue, margin, wait or discovery a positive weight',
  })
export type Weights = z.infer<typeof weightsSchema>

/** A rule picks restaurants by any of the three (all that are given must match). */
const targetSchema = z
  .strictObject({
    restaurantIds: z.array(idSchema).max(1000).optional(),
    cuisine: textSchema(60).optional(),
    tag: textSchema(60).optional(),
  })
  .refine((target) => target.restaurantIds ?? target.cuisine ?? target.tag, {
    error: 'matches nothing; give restaurantIds, cuisine or tag',
  })

/**
 * A window that comes again every week, by the clocks of each restaurant: past midnight when `to` is not after `from`, and it then
 * belongs to the day on which it began.
 */
const ruleHoursSchema = z.strictObject({
  /** absent: every day */
  days: z
    .array(daySchema)
    .min(1, { error: 'is empty; leave it out for every day' })
    .max(7, { error: 'has more than seven days' })
    .optional(),
  from: clockSchema,
  to: clockSchema,
})
export type RuleHours = z.infer<typeof ruleHoursSchema>

const ruleCommon = {
  id: idSchema,
  target: targetSchema,
  owner: textSchema(120),
  reason: textSchema(500),
  /** Inactive before; absent: from now on. */
  from: instantSchema.optional(),
  /** Inactive from here on; absent: for ever. */
  until: instantSchema.optional(),
  /** Within from and until, active in these windows alone, in each restaurant's own time zone; absent: at all hours. */
  hours: z
    .array(ruleHoursSchema)
    .min(1, { error: 'is empty; leave it out for all hours' })
    .max(28, { error: 'has more than 28 windows' })
    .optional()
    .meta({
      description:
        'Active in these windows alone, by the clocks of each restaurant; a window runs past midnight when to is not after from. Absent: at all hours.',
    }),
}

/** Precedence: exclude > pin > boost and bury > exposure floors > drift > diversity. */
export const ruleSchema = z.discriminatedUnion('action', [
  z.strictObject({ ...ruleCommon, action: z.literal('exclude') }),
  /** Puts the best match at `rank` (1 is the top). */
  z.strictObject({ ...ruleCommon, action: z.literal('pin'), rank: z.number().int().min(1).max(100) }),
  /** Adds `strength` to the score; a term of weight 1 is worth about 1 on average. */
  z.strictObject({ ...ruleCommon, action: z.literal('boost'), strength: z.number().positive().max(100) }),
  z.strictObject({ ...ruleCommon, action: z.literal('bury'), strength: z.number().positive().max(100) }),
])
export type Rule = z.infer<typeof ruleSchema>

/** What two places can have in common. */
export const diversityAttributes = ['cuisine', 'brand', 'district'] as const
export type DiversityAttribute = (typeof diversityAttributes)[number]

/** Restaurants that belong together: listed lately, of no chain, of a price level, of a district. */
export const restaurantGroupSchema = z.discriminatedUnion(
  'by',
  [
    z.strictObject({ by: z.literal('new') }),
    z.strictObject({ by: z.literal('independent') }),
    z.strictObject({ by: z.literal('priceLevel'), value: priceLevelSchema }),
    z.strictObject({ by: z.literal('district'), value: textSchema(120) }),
  ],
  {
    error:
      'is {by: new}, {by: independent}, {by: priceLevel, value: 1 to 4} or {by: district, value: its name}',
  },
)
export type RestaurantGroup = z.infer<typeof restaurantGroupSchema>

export const exposureFloorSchema = z.strictObject({ group: restaurantGroupSchema, minShare: shareSchema })
export type ExposureFloor = z.infer<typeof exposureFloorSchema>

const settingsFields = z.strictObject({
  stakeholder: textSchema(120),
  description: textSchema(1000),
  weights: weightsSchema,
  latencyBudgetMs: z
    .number()
    .min(1, { error: 'is from 1 to 10,000 ms' })
    .max(10_000, { error: 'is from 1 to 10,000 ms' }),
  /** The planner never goes below this plan, unless none fits the budget: then it takes the cheapest and says degraded. */
  minimumPlan: planNameSchema.default('popular'),
  /** The planner never goes above this plan. */
  maximumPlan: planNameSchema.default('full'),
  /** Hard promises per list: the discounted total of `objective` stays at `minShare` or more of its best over the candidates. */
  guardrails: z
    .array(z.strictObject({ objective: z.enum(objectiveKeys), minShare: shareSchema }))
    .max(objectiveKeys.length)
    .default([]),
  /** Least shares of each list's exposure, 1 / log2(1 + rank) a place; where they cannot all be had, earlier ones come first. */
  exposureFloors: z.array(exposureFloorSchema).max(8).default([]),
  /** 0: none; towards 1, a place like one already in the list loses more (maximal marginal relevance). */
  diversity: shareSchema.default(0),
  /** What makes two places alike: the most similar of these counts. */
  diversityBy: z
    .array(z.enum(diversityAttributes, { error: 'is cuisine, brand or district' }))
    .min(1, { error: 'is empty; name cuisine, brand or district, or set diversity to 0' })
    .default(['cuisine']),
  /** At most this share of a list's places may differ from the last list of a like context that the user was shown; 1: no cap. */
  maxDrift: shareSchema.default(1),
  /** Plackett–Luce temperature in units of score; 0: no exploration, every propensity 1. */
  exploration: z.strictObject({ temperature: z.number().min(0).max(10) }).default({ temperature: 0 }),
  rules: z.array(ruleSchema).max(200).default([]),
  modelChannel: z.enum(['stable', 'latest'], { error: 'is stable or latest' }).default('stable'),
})

/** Everything that a revision of a profile says. */
export const profileSettingsSchema = settingsFields.superRefine((settings, context) => {
  const fault = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message })
  if (planNames.indexOf(settings.minimumPlan) > planNames.indexOf(settings.maximumPlan)) {
    fault(['minimumPlan'], 'lies above maximumPlan; the order is popular, fast, full')
  }
  const guarded = settings.guardrails.map(({ objective }) => objective)
  guarded.forEach((objective, index) => {
    if (guarded.indexOf(objective) < index) fault(['guardrails', index, 'objective'], 'is guarded twice')
  })
  const floored = settings.exposureFloors.map(({ group }) => JSON.stringify(group))
  floored.forEach((group, index) => {
    if (floored.indexOf(group) < index) fault(['exposureFloors', index, 'group'], 'has a floor already')
  })
  settings.diversityBy.forEach((attribute, index) => {
    if (settings.diversityBy.indexOf(attribute) < index) fault(['diversityBy', index], 'is named twice')
  })
  const ids = settings.rules.map(({ id }) => id)
  settings.rules.forEach((rule, index) => {
    if (ids.indexOf(rule.id) < index) fault(['rules', index, 'id'], 'is the id of an earlier rule')
    if (rule.from && rule.until && Date.parse(rule.from) >= Date.parse(rule.until)) {
      fault(['rules', index, 'until'], 'is not after from; the rule would never apply')
    }
  })
})
export type ProfileSettings = z.infer<typeof profileSettingsSchema>

export const profileKeySchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, {
  error: 'is a key: lower-case letters, digits and hyphens, at most 60',
})

/** One published state of a profile. */
export interface LiveProfile {
  readonly key: string
  readonly revision: number
  readonly settings: ProfileSettings
}
