import { fc } from '@fast-check/vitest'
import { z } from 'zod'

/*
 * Property tests try the same cases in every run, so that a change passes or fails for what it changed. `npm run properties` goes on
 * from there with cases nobody has seen: another seed each time (it is told beside a failure), and ten times as many.
 */

const settings = z.object({
  PROPERTY_SEED: z.union([z.literal('random'), z.coerce.number().int()]).default(1),
  PROPERTY_RUNS: z.coerce.number().int().min(1).optional(),
})

const { PROPERTY_SEED, PROPERTY_RUNS } = settings.parse(process.env)
fc.configureGlobal({
  ...(PROPERTY_SEED === 'random' ? {} : { seed: PROPERTY_SEED }),
  // Where it is set, tests that are no properties run so often too.
  ...(PROPERTY_RUNS !== undefined && { numRuns: PROPERTY_RUNS }),
})
