import { z } from 'zod'
import { dimensions } from '../../../analysis/fairness/groups.ts'
import { userGroups } from '../../../interactions/user-groups.ts'
import { instantSchema } from '../../../schema/primitives.ts'
import { countSchema, queryInteger } from '../shared-schemas.ts'
import { isOneProfile, oneProfileWords, sideFields, wholeNumber } from './analysis-schema.ts'
import { formatSchema } from './tabular.ts'

export const fairnessBodySchema = z
  .strictObject({
    ...sideFields,
    size: wholeNumber(1, 2000).default(200).meta({ description: 'Past requests to rank, at most.' }),
    seed: wholeNumber(0, 4_294_967_295).default(1),
    since: instantSchema.optional(),
    source: z.enum(['any', 'log', 'orders'], { error: 'is any, log or orders' }).default('any').meta({
      description:
        'log: past recommendations; orders: moments just before past orders; any: the log, unless it holds fewer than 50 and there are more orders.',
    }),
    format: formatSchema,
  })
  .refine(isOneProfile, oneProfileWords)
  .meta({ id: 'FairnessRequest' })

export const fairnessQuerySchema = z.strictObject({
  size: queryInteger(1, 2000).default(500).meta({ description: 'Logged lists to look at, at most.' }),
  seed: queryInteger(0, 4_294_967_295).default(1),
  since: instantSchema.optional(),
  format: formatSchema,
})

const interval = z
  .strictObject({ mean: z.number(), low: z.number().nullable(), high: z.number().nullable() })
  .meta({
    id: 'FairnessInterval',
    description: 'With its 95 % bootstrap interval over users; null: fewer than two users.',
  })
const share = z.number().min(0)

const report = {
  lists: countSchema,
  empty: countSchema.meta({ description: 'Lists without a place; they count in no figure.' }),
  users: countSchema,
  exposure: z
    .strictObject({
      coverage: share.meta({ description: 'Share of the restaurants that were shown at least once.' }),
      gini: share.meta({ description: 'Inequality of exposure: 0 all alike, towards 1 one takes all.' }),
      averagePopularity: share.meta({ description: 'Mean past orders of what was shown.' }),
      popularityLift: share.meta({
        description: 'The same over the mean past orders of what was ordered; above 1: more popular still.',
      }),
      longTailShare: share.meta({ description: 'Exposure of places outside the most ordered fifth.' }),
      longTailHistory: share.meta({ description: 'The same of past orders.' }),
    })
    .meta({ id: 'ExposureFigures' }),
  groups: z.array(
    z
      .strictObject({
        dimension: z.enum(dimensions),
        group: z.string(),
        restaurants: countSchema,
        catalogueShare: share,
        exposure: interval.meta({
          description: 'Share of attention, a place counted by 1 / log2(1 + rank).',
        }),
        merit: share.meta({ description: 'Share of P(order) over all that was eligible.' }),
        exposureOverMerit: interval.nullable(),
        historical: share.meta({ description: 'Share of past orders.' }),
        amplification: interval.nullable().meta({
          description: 'Exposure over past orders; above 1: lists make the group larger than it was.',
        }),
      })
      .meta({ id: 'GroupFairness' }),
  ),
  userGroups: z.array(
    z
      .strictObject({
        group: z.enum(userGroups).meta({ description: 'Up to 2 orders before, up to 14, more.' }),
        lists: countSchema,
        orders: interval.nullable().meta({ description: 'Expected orders of a list, discounted by rank.' }),
        ndcg: interval.nullable().meta({ description: 'NDCG@10 of what was ordered then; null: not known.' }),
      })
      .meta({ id: 'UserGroupQuality' }),
  ),
}

export const liveFairnessSchema = z.strictObject(report).meta({ id: 'Fairness' })
export const profileFairnessSchema = z
  .strictObject({ profile: z.string(), source: z.enum(['log', 'orders']), ...report })
  .meta({ id: 'ProfileFairness' })
