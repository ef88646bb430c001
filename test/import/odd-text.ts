import { fc } from '@fast-check/vitest'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'

const oddText = fc
  .string({ minLength: 1, maxLength: 12 })
  .map((text) => text.trim())
  .filter((text) => userTextFits(text))
const hostileText = fc.constantFrom(
  '=1+1',
  "'=x",
  "''@y",
  '-2',
  '+3',
  '@cmd',
  'a;b',
  '[x',
  'a,"b"',
  "'plain",
  'ünï 🍜',
)
/** Texts that our schema takes, those that a spreadsheet or a CSV reader may take for something else among them. */
export const anyText = fc.oneof(oddText, hostileText)

function userTextFits(text: string): boolean {
  return restaurantInputSchema.shape.name.safeParse(text).success
}
