import { z } from 'zod'

/** One measurement, made in a process of its own so that its peak of memory is its own. */
export const growthTaskSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('catalogue'),
    restaurants: z.int().positive(),
    perCity: z.int().positive(),
    /** whether one restaurant in fifty does not say how far it delivers, and so is within reach from 500 km around */
    hasUnknownRanges: z.boolean(),
    rounds: z.int().positive(),
  }),
  z.strictObject({
    kind: z.literal('operator'),
    orders: z.int().positive(),
    perCity: z.int().positive(),
    /** false: one fit of all, as if there were one market */
    byMarket: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('model'), orders: z.int().positive(), perCity: z.int().positive() }),
])
export type GrowthTask = z.infer<typeof growthTaskSchema>

const spreadSchema = z.object({ median: z.number(), low: z.number(), high: z.number() })

export const catalogueFiguresSchema = z.object({
  restaurants: z.number(),
  cities: z.number(),
  /** CPU of laying out the columns and indices */
  layOutMs: z.number(),
  /** heap and arrays, after a collection: catalogue, demand and what the first rankings keep */
  bytesEach: z.number(),
  /** of the model bound to the catalogue */
  modelBytesEach: z.number(),
  /** CPU of the first ranking of all, which prepares what later ones keep */
  firstMs: z.number(),
  /** CPU of a ranking after so many orders that the popular ones are sorted anew */
  resortMs: z.number(),
  /** by plan: CPU µs of a ranking, quartiles over rounds */
  rankUs: z.array(z.object({ plan: z.string(), us: spreadSchema })),
})
export type CatalogueFigures = z.infer<typeof catalogueFiguresSchema>

export const trainingFiguresSchema = z.object({
  orders: z.number(),
  restaurants: z.number(),
  users: z.number(),
  markets: z.number(),
  /** pairs of a user and a restaurant */
  pairs: z.number(),
  /** CPU of the process, all threads */
  cpuSeconds: z.number(),
  wallSeconds: z.number(),
  /** of the process before the training: catalogue, users, orders */
  dataMiB: z.number(),
  /** of the process, at its highest */
  peakMiB: z.number(),
  /** arrays of the orders */
  bytesPerOrder: z.number(),
  operatorEntries: z.number(),
  /** of places that a user has not been to, those of the last tenth of a user's places that the 20 strongest held; null: not measured */
  recall: z.number().nullable(),
  /** CPU by stage, seconds; of a whole model */
  stageSeconds: z.record(z.string(), z.number()).nullable(),
  /** of a whole model, as it is stored */
  artefactMiB: z.number().nullable(),
})
export type TrainingFigures = z.infer<typeof trainingFiguresSchema>
