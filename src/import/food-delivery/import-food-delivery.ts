import { restaurantInputSchema } from '../../catalog/schema.ts'
import { interactionSchema } from '../../interactions/schema.ts'
import { idSchema } from '../../schema/primitives.ts'
import { type CsvRow, readCsvFile } from '../csv-file.ts'
import { readRows } from '../read-rows.ts'
import { type ImportContext, type ImportOptions, type ImportReport, runImport } from '../run-import.ts'
import { openCsvFolder } from '../source-folder.ts'
import { createRepeats, reasonOf, wholeId } from '../values.ts'
import { createInteractionWriter, createRestaurantWriter } from '../writers.ts'
import { importCustomers } from './customers.ts'
import { type FoodDeliveryFile, foodDeliveryFiles } from './files.ts'
import { toInteractions } from './order.ts'
import { createPlaceCheck, type PlaceCheck } from './places.ts'
import { toRestaurant } from './vendor.ts'

const restaurantSchema = restaurantInputSchema.extend({ id: idSchema })
type Paths = Readonly<Record<FoodDeliveryFile, string>>

/**
 * Imports the folder of a food-delivery company. Importing it again with more orders adds those.
 * @throws Problem invalid-request when a file or column is missing; nothing is written then
 */
export async function importFoodDelivery(folder: string, options: ImportOptions): Promise<ImportReport> {
  const { paths, totalBytes } = await openCsvFolder(folder, foodDeliveryFiles)
  const work = async (context: ImportContext) => {
    const ordered = await vendorsWithOrders(paths)
    const vendors: CsvRow[] = []
    for await (const row of rows(context, 'vendors.csv', paths)) vendors.push(row)
    const places = createPlaceCheck(vendors)
    await importVendors(context, vendors, places, (id) => ordered.has(id))
    await importCustomers(context, paths, places)
    await importOrders(context, paths)
  }
  return runImport(options, {
    source: 'food-delivery',
    files: Object.keys(foodDeliveryFiles),
    totalBytes,
    work,
  })
}

const rows = (context: ImportContext, file: FoodDeliveryFile, paths: Paths) =>
  readRows(context, file, paths[file], foodDeliveryFiles[file])

async function vendorsWithOrders(paths: Paths): Promise<Set<string>> {
  const ids = new Set<string>()
  for await (const row of readCsvFile(paths['orders.csv'], foodDeliveryFiles['orders.csv'])) {
    ids.add(wholeId(row.cell('vendor_id')))
  }
  return ids
}

async function importVendors(
  context: ImportContext,
  vendors: readonly CsvRow[],
  places: PlaceCheck,
  hasOrders: (id: string) => boolean,
): Promise<void> {
  const file = 'vendors.csv'
  const writer = createRestaurantWriter(context)
  const repeats = createRepeats()
  for (const row of vendors) {
    const { restaurant, repairs } = toRestaurant(row, places, hasOrders)
    const parsed = restaurantSchema.safeParse(restaurant)
    const repeat = repeats.check(restaurant.id, row.raw)
    if (!parsed.success) await context.quarantine(file, row, reasonOf(parsed.error))
    else if (repeat === 'conflict') await context.quarantine(file, row, 'another row has this id')
    else if (repeat === 'repeat') repeated(context, file)
    else {
      for (const kind of repairs) context.tally.repaired(file, kind)
      await writer.add(parsed.data, { [file]: 1 })
    }
  }
  await writer.flush()
}

async function importOrders(context: ImportContext, paths: Paths): Promise<void> {
  const file = 'orders.csv'
  const writer = createInteractionWriter(context, file)
  const repeats = createRepeats()
  for await (const row of rows(context, file, paths)) {
    const read = toInteractions(row)
    if (typeof read === 'string') {
      await context.quarantine(file, row, read)
      continue
    }
    const fault = read.interactions.map((one) => interactionSchema.safeParse(one).error).find(Boolean)
    const repeat = repeats.check(read.interactions[0]?.id ?? '', row.raw)
    if (fault) await context.quarantine(file, row, reasonOf(fault))
    else if (repeat === 'conflict') await context.quarantine(file, row, 'another row has this id')
    else if (repeat === 'repeat') repeated(context, file)
    else {
      for (const kind of read.repairs) context.tally.repaired(file, kind)
      await writer.add(read.interactions)
    }
  }
  await writer.flush()
}

function repeated({ tally }: ImportContext, file: string): void {
  tally.repaired(file, 'repeated row left out')
  tally.unchanged(file)
}
