import { z } from 'zod'

/** One fit and its evaluation, in a process of its own. */
export const contestTaskSchema = z.strictObject({
  train: z.string(),
  test: z.string(),
  k: z.int().positive(),
  threads: z.int().positive(),
  contender: z.discriminatedUnion('name', [
    z.strictObject({ name: z.literal('maitre') }),
    z.strictObject({
      name: z.literal('libmf'),
      loss: z.enum(['one-class-l2', 'one-class-row', 'one-class-column']),
      /** a multiple of 8 */
      factors: z.int().positive().multipleOf(8),
      iterations: z.int().positive(),
      /** weight of what nobody did, against what somebody did; of the squared error alone */
      alpha: z.number().positive(),
      lambda: z.number().min(0),
    }),
  ]),
})
export type ContestTask = z.infer<typeof contestTaskSchema>
export type Contender = ContestTask['contender']

export const contestFiguresSchema = z.object({
  recall: z.number(),
  ndcg: z.number(),
  users: z.number(),
  /** CPU of the process, all threads, from the interactions in memory to the model, and from that to the lists' quality */
  trainCpuSeconds: z.number(),
  trainSeconds: z.number(),
  evaluateCpuSeconds: z.number(),
  /** of the process, reading included */
  peakMiB: z.number(),
})
export type ContestFigures = z.infer<typeof contestFiguresSchema>
