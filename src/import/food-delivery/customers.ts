import { idSchema } from '../../schema/primitives.ts'
import { userInputSchema } from '../../users/schema.ts'
import type { IdentifiedUser } from '../../users/upsert-users.ts'
import type { CsvRow } from '../csv-file.ts'
import { readRows } from '../read-rows.ts'
import type { ImportContext } from '../run-import.ts'
import { createRepeats, cut, numberOf, reasonOf } from '../values.ts'
import { createUserWriter, type EntityWriter } from '../writers.ts'
import { type FoodDeliveryFile, foodDeliveryFiles } from './files.ts'
import type { PlaceCheck } from './places.ts'

interface SavedPlace {
  readonly number: number
  readonly label: string
  readonly lat: number
  readonly lon: number
}

type Paths = Readonly<Record<FoodDeliveryFile, string>>
const customersFile = 'customers.csv'
const locationsFile = 'customer_locations.csv'
const maxPlaces = 50
const userSchema = userInputSchema.extend({ id: idSchema })

/**
 * Customers with their saved places. Taken: the id and the places. Not taken: the language, and `status`, since an inactive account
 * keeps its history and may come back. A customer that only has places is made from those.
 */
export async function importCustomers(
  context: ImportContext,
  paths: Paths,
  places: PlaceCheck,
): Promise<void> {
  const saved = await readPlaces(context, paths, places)
  const writer = createUserWriter(context)
  const repeats = createRepeats()
  for await (const row of readRows(
    context,
    customersFile,
    paths[customersFile],
    foodDeliveryFiles[customersFile],
  )) {
    const id = row.cell('customer_id')
    const parsed = userSchema.safeParse({ id })
    const repeat = repeats.check(id, row.raw)
    if (!parsed.success) await context.quarantine(customersFile, row, reasonOf(parsed.error))
    else if (repeat === 'conflict') await context.quarantine(customersFile, row, 'another row has this id')
    else if (repeat === 'repeat') {
      context.tally.repaired(customersFile, 'repeated row left out')
      context.tally.unchanged(customersFile)
    } else {
      await write(writer, id, saved.get(id) ?? [], { [customersFile]: 1 })
      saved.delete(id)
    }
  }
  for (const [id, own] of saved) {
    for (const _ of own) context.tally.repaired(locationsFile, 'customer made from its places')
    await write(writer, id, own, {})
  }
  await writer.flush()
}

async function write(
  writer: EntityWriter<IdentifiedUser>,
  id: string,
  own: readonly SavedPlace[],
  origin: Record<string, number>,
): Promise<void> {
  const sorted = [...own].sort((a, b) => a.number - b.number)
  const locations = sorted.map(({ lat, lon, label }) => ({ lat, lon, label }))
  const user = userSchema.parse({ id, locations })
  await writer.add(user, own.length > 0 ? { ...origin, [locationsFile]: own.length } : origin)
}

/** Customer → plausible places. */
async function readPlaces(context: ImportContext, paths: Paths, places: PlaceCheck) {
  const saved = new Map<string, SavedPlace[]>()
  const repeats = createRepeats()
  for await (const row of readRows(
    context,
    locationsFile,
    paths[locationsFile],
    foodDeliveryFiles[locationsFile],
  )) {
    const id = row.cell('customer_id')
    const place = readPlace(row, places)
    const repeat = repeats.check(`${row.cell('location_number')} ${id}`, row.raw)
    const own = saved.get(id) ?? []
    if (!idSchema.safeParse(id).success) await context.quarantine(locationsFile, row, 'customer_id is no id')
    else if (typeof place === 'string') await context.quarantine(locationsFile, row, place)
    else if (repeat === 'conflict') {
      await context.quarantine(locationsFile, row, 'another row has this customer and location_number')
    } else if (repeat === 'repeat') {
      context.tally.repaired(locationsFile, 'repeated row left out')
      context.tally.unchanged(locationsFile)
    } else if (own.length >= maxPlaces) {
      await context.quarantine(locationsFile, row, `the customer has more than ${maxPlaces} places`)
    } else saved.set(id, [...own, place])
  }
  return saved
}

function readPlace(row: CsvRow, places: PlaceCheck): SavedPlace | string {
  const number = numberOf(row.cell('location_number'))
  if (number === null) return 'location_number is no number'
  const location = places.locate(row)
  if (!location) return 'the place is missing or implausible (far off all vendors)'
  const type = row.cell('location_type')
  const label = type === '' || type === 'NA' ? `place ${number}` : cut(type.toLowerCase(), 60)
  return { number, label, ...location }
}
