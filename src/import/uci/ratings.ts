import { type Interaction, interactionSchema } from '../../interactions/schema.ts'
import type { CsvRow } from '../csv-file.ts'
import { readRows } from '../read-rows.ts'
import type { ImportContext } from '../run-import.ts'
import { createRepeats, numberOf, reasonOf } from '../values.ts'
import { createInteractionWriter } from '../writers.ts'
import { type UciPaths, uciFiles } from './files.ts'
import { publishedAt } from './place.ts'

const file = 'rating_final.csv'

/**
 * Overall ratings of 0, 1 or 2, as 0, 2.5 and 5 on our scale, all at `publishedAt`; the ratings of food and service are not taken. One rating a user and
 * place, whose ids make its id.
 */
export async function importRatings(context: ImportContext, paths: UciPaths): Promise<void> {
  const writer = createInteractionWriter(context, file)
  const repeats = createRepeats()
  for await (const row of readRows(context, file, paths[file], uciFiles[file])) {
    const rating = toRating(row)
    const parsed = interactionSchema.safeParse(rating)
    const repeat = repeats.check(rating.id, row.raw)
    if (!parsed.success) await context.quarantine(file, row, reasonOf(parsed.error))
    else if (repeat === 'conflict') {
      await context.quarantine(file, row, 'another row has this user and place')
    } else if (repeat === 'repeat') {
      context.tally.repaired(file, 'repeated row left out')
      context.tally.unchanged(file)
    } else await writer.add([parsed.data])
  }
  await writer.flush()
}

function toRating(row: CsvRow): Interaction {
  const userId = row.cell('userID')
  const restaurantId = row.cell('placeID')
  const rating = (numberOf(row.cell('rating')) ?? Number.NaN) * 2.5
  return {
    id: `${userId}:${restaurantId}:rating`,
    type: 'rating',
    userId,
    restaurantId,
    at: publishedAt,
    rating,
  }
}
