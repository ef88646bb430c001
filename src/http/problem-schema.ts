import { z } from 'zod'
import { type ProblemCode, problems } from '../problem/problems.ts'

const codes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]]

/** How every error is answered: RFC 9457, with `code` for programs and `errors` for every faulty field. */
export const problemSchema = z
  .strictObject({
    type: z.string().meta({ description: 'Where the problem is explained, on this host.' }),
    title: z.string(),
    status: z.number().int().min(400).max(599),
    detail: z.string().optional(),
    code: z.enum(codes),
    instance: z.string().meta({ description: 'The id of the request; it is in our log too.' }),
    errors: z
      .array(
        z.strictObject({
          path: z.string().meta({ description: 'Where the fault stands, such as `interactions.3.amount`.' }),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem' })
