import { idSchema } from '../../schema/primitives.ts'
import { userInputSchema } from '../../users/schema.ts'
import type { IdentifiedUser } from '../../users/upsert-users.ts'
import type { CsvRow } from '../csv-file.ts'
import { readRows } from '../read-rows.ts'
import type { ImportContext } from '../run-import.ts'
import { reasonOf } from '../values.ts'
import { createUserWriter } from '../writers.ts'
import { readDetails } from './details.ts'
import { type UciPaths, uciFiles } from './files.ts'
import { readMasters } from './masters.ts'
import { locationOf } from './place.ts'
import { known, priceLevel } from './words.ts'

const userSchema = userInputSchema.extend({ id: idSchema })
const file = 'userprofile.csv'
const maxCuisines = 100

/**
 * Consumers: where they live, their budget, the cuisines they like. Nothing else of the profile is read: religion, marital status,
 * birth year, weight, height and the like are no business of a recommender's, and how they pay has no use here.
 */
export async function importConsumers(context: ImportContext, paths: UciPaths): Promise<void> {
  const profiles = await readMasters(context, paths, file, 'userID')
  for (const [id, row] of profiles) {
    const { error } = userSchema.safeParse(toUser(id, row, []))
    if (!error) continue
    profiles.delete(id)
    await context.quarantine(file, row, reasonOf(error))
  }
  const cuisines = await readDetails(context, paths, {
    file: 'usercuisine.csv',
    idColumn: 'userID',
    isKnown: (id) => profiles.has(id),
    notKnown: 'no usable user of userprofile.csv has this id',
    read: (row) => known(row.cell('Rcuisine')),
  })
  const writer = createUserWriter(context)
  for (const [id, row] of profiles) {
    const liked = [...new Set(cuisines.of(id))]
    if (liked.length > maxCuisines) context.tally.repaired(file, `cuisines cut to ${maxCuisines}`)
    const user = userSchema.parse(toUser(id, row, liked.slice(0, maxCuisines)))
    await writer.add(user, { [file]: 1, ...cuisines.origin(id) })
  }
  await writer.flush()
  await skipPayments(context, paths)
}

function toUser(id: string, row: CsvRow, cuisines: string[]): IdentifiedUser {
  const location = locationOf(row)
  return {
    id,
    locations: location ? [{ ...location, label: 'home' }] : [],
    cuisines,
    maxPriceLevel: priceLevel(row.cell('budget')),
    personalisationOptOut: false,
  }
}

async function skipPayments(context: ImportContext, paths: UciPaths): Promise<void> {
  const payments = 'userpayment.csv'
  for await (const _ of readRows(context, payments, paths[payments], uciFiles[payments])) {
    context.tally.skipped(payments, 'how users pay has no use here')
  }
}
