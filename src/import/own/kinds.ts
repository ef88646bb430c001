import { z } from 'zod'
import { type Restaurant, restaurantInputSchema } from '../../catalog/schema.ts'
import { interactionSchema, type StoredInteraction } from '../../interactions/schema.ts'
import { idSchema } from '../../schema/primitives.ts'
import { type User, userInputSchema } from '../../users/schema.ts'
import * as cells from './csv-cells.ts'

/** One column of our own CSV: how a row's value gets into the cell and out of it. */
interface Column {
  readonly name: string
  write(row: Readonly<Record<string, unknown>>): string
  /** undefined: absent */
  read(cell: string): unknown
}

export const ownKinds = ['restaurants', 'users', 'interactions'] as const
export type OwnKind = (typeof ownKinds)[number]

export const ownSchemas = {
  restaurants: restaurantInputSchema.extend({ id: idSchema }),
  users: userInputSchema.extend({ id: idSchema }),
  interactions: interactionSchema,
}

const absentIfNull = (value: unknown) => (value === null ? undefined : value)
const text = (name: string): Column => ({
  name,
  write: (row) => cells.writeText(z.string().nullish().parse(row[name]) ?? null),
  read: cells.readText,
})
const number = (name: string): Column => ({
  name,
  write: (row) => cells.writeNumber(z.number().nullish().parse(row[name])),
  read: cells.readNumber,
})
const list = (name: string): Column => ({
  name,
  write: (row) => cells.writeList(z.array(z.string()).parse(row[name])),
  read: cells.readList,
})
/** For a field that may be absent but not null. */
const optional = (column: Column): Column => ({
  ...column,
  read: (cell) => absentIfNull(column.read(cell)),
})

const hours: Column = {
  name: 'hours',
  write: (row) => cells.writeHours(restaurantInputSchema.shape.hours.parse(row['hours'])),
  read: cells.readHours,
}
const locations: Column = {
  name: 'locations',
  write: (row) =>
    z.array(z.unknown()).parse(row['locations']).length === 0 ? '' : cells.writeJson(row['locations']),
  read: (cell) => absentIfNull(cells.readJson(cell)),
}
const optOut: Column = {
  name: 'personalisationOptOut',
  write: (row) => String(row['personalisationOptOut']),
  read: cells.readBoolean,
}

/** The columns of each kind, in the order in which they are written. `latitude` and `longitude` become `location`. */
export const ownColumns: Readonly<Record<OwnKind, readonly Column[]>> = {
  restaurants: [
    ...[text('id'), text('name'), text('brand'), text('district'), list('cuisines'), list('tags')],
    ...[number('priceLevel'), number('averageSpend'), optional(text('currency')), number('feeRate')],
    ...[optional(number('costPerOrder')), number('preparationMinutes'), number('deliveryRangeKm')],
    ...[number('latitude'), number('longitude'), optional(text('timeZone')), hours, number('rating')],
    ...[optional(number('ratingCount')), optional(text('status')), optional(text('listedAt'))],
  ],
  users: [text('id'), locations, list('cuisines'), number('maxPriceLevel'), optOut],
  interactions: [
    ...[text('id'), text('type'), text('userId'), text('restaurantId'), text('at')],
    ...[optional(number('amount')), optional(number('rating'))],
    ...[optional(text('recommendationId')), optional(number('position'))],
  ],
}

/** Without which a file makes no sense. */
export const ownRequired: Readonly<Record<OwnKind, readonly string[]>> = {
  restaurants: ['id', 'name'],
  users: ['id'],
  interactions: ['id', 'type', 'userId', 'restaurantId', 'at'],
}

/** What the schema gets to see of a CSV row. */
export function fromCells(kind: OwnKind, cell: (column: string) => string): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const column of ownColumns[kind]) {
    const value = column.read(cell(column.name))
    if (value !== undefined) row[column.name] = value
  }
  if (kind !== 'restaurants') return row
  const { latitude, longitude, ...rest } = row
  const isUnknown = latitude == null && longitude == null
  return { ...rest, location: isUnknown ? null : { lat: latitude, lon: longitude } }
}

/** A row as it is exported: all that can be imported again, and nothing that the store sets by itself. */
export function exportedRestaurant({ id, updatedAt: _, ...rest }: Restaurant): Record<string, unknown> {
  return { id, ...rest }
}

export function exportedUser({ createdAt: _c, updatedAt: _u, ...user }: User): Record<string, unknown> {
  return user
}

export function exportedInteraction({ atMs, ...interaction }: StoredInteraction): Record<string, unknown> {
  const { id, type, userId, restaurantId, ...rest } = interaction
  return { id, type, userId, restaurantId, at: new Date(atMs).toISOString(), ...rest }
}

export function toCells(kind: OwnKind, row: Readonly<Record<string, unknown>>): string[] {
  const { location, ...rest } = row
  const place = z.object({ lat: z.number(), lon: z.number() }).nullish().parse(location)
  const flat = { ...rest, latitude: place?.lat ?? null, longitude: place?.lon ?? null }
  return ownColumns[kind].map((column) => column.write(flat))
}
