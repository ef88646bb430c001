import { restaurantInputSchema } from '../../catalog/schema.ts'
import { idSchema } from '../../schema/primitives.ts'
import type { CsvRow } from '../csv-file.ts'
import { type ImportContext, type ImportOptions, type ImportReport, runImport } from '../run-import.ts'
import { openCsvFolder } from '../source-folder.ts'
import { reasonOf } from '../values.ts'
import { createRestaurantWriter } from '../writers.ts'
import { importConsumers } from './consumers.ts'
import { readDetails } from './details.ts'
import { type UciFile, type UciPaths, uciFiles } from './files.ts'
import { readMasters } from './masters.ts'
import { toRestaurant } from './place.ts'
import { importRatings } from './ratings.ts'
import { known, parkingOf, paymentOf } from './words.ts'

const restaurantSchema = restaurantInputSchema.extend({ id: idSchema })

/**
 * Imports the Restaurant & consumer data as UCI publishes it: LF or CRLF, Latin-1 or UTF-8 line by line, other files beside.
 * @throws Problem invalid-request when a file or column is missing; nothing is written then
 */
export async function importUci(folder: string, options: ImportOptions): Promise<ImportReport> {
  const { paths, totalBytes } = await openCsvFolder(folder, uciFiles)
  const work = async (context: ImportContext) => {
    await importPlaces(context, paths)
    await importConsumers(context, paths)
    await importRatings(context, paths)
  }
  return runImport(options, { source: 'uci', files: Object.keys(uciFiles), totalBytes, work })
}

async function importPlaces(context: ImportContext, paths: UciPaths): Promise<void> {
  const file = 'geoplaces2.csv'
  const places = await readMasters(context, paths, file, 'placeID')
  // A place that cannot be used takes its details with it, so it is tried before they are read.
  for (const [id, row] of places) {
    const bare = toRestaurant(row, { cuisines: [], payments: [], parking: [], hours: [] }).restaurant
    const { error } = restaurantSchema.safeParse(bare)
    if (!error) continue
    places.delete(id)
    await context.quarantine(file, row, reasonOf(error))
  }
  const common = {
    idColumn: 'placeID' as const,
    isKnown: (id: string) => places.has(id),
    notKnown: 'no usable place of geoplaces2.csv has this id',
  }
  const details = <T>(name: UciFile, read: (row: CsvRow) => T | null) =>
    readDetails(context, paths, { ...common, file: name, read })
  const cuisines = await details('chefmozcuisine.csv', (row) => known(row.cell('Rcuisine')))
  const payments = await details('chefmozaccepts.csv', (row) => paymentOf(row.cell('Rpayment')))
  const parking = await details('chefmozparking.csv', (row) => parkingOf(row.cell('parking_lot')))
  const hours = await details('chefmozhours4.csv', (row) => ({
    days: row.cell('days'),
    hours: row.cell('hours'),
  }))

  const writer = createRestaurantWriter(context)
  for (const [id, row] of places) {
    const { restaurant, repairs } = toRestaurant(row, {
      cuisines: cuisines.of(id),
      payments: payments.of(id),
      parking: parking.of(id),
      hours: hours.of(id),
    })
    for (const kind of repairs) context.tally.repaired(file, kind)
    const origins = [cuisines, payments, parking, hours].map((one) => one.origin(id))
    await writer.add(restaurantSchema.parse(restaurant), Object.assign({ [file]: 1 }, ...origins))
  }
  await writer.flush()
}
