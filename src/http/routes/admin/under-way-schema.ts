import { z } from 'zod'
import { countSchema } from '../shared-schemas.ts'

export const underWaySchema = z
  .strictObject({
    items: z.array(
      z
        .strictObject({
          kind: z.string().meta({ description: 'shift, compare, why-not, frontier, solve, fairness, …' }),
          id: z.string().nullable().meta({ description: 'Of the request; null: of no HTTP request.' }),
          state: z.enum(['running', 'waiting']).meta({ description: 'waiting: others go first.' }),
          progress: z
            .strictObject({
              done: countSchema.meta({ description: 'Requests of its sample.' }),
              total: countSchema,
            })
            .nullable()
            .meta({ description: 'null: it is of one request, or has not begun on its sample.' }),
        })
        .meta({ id: 'AnalysisUnderWay' }),
    ),
  })
  .meta({ id: 'AnalysesUnderWay' })

export const underWayExample = {
  items: [
    {
      kind: 'shift',
      id: '0b5f1b9e-6f0f-4a0f-9a51-3a3c7d0a3d53',
      state: 'running',
      progress: { done: 41, total: 200 },
    },
  ],
}
