import { z } from 'zod'
import { restaurantInputSchema } from '../../catalog/schema.ts'
import { interactionSchema } from '../../interactions/schema.ts'
import type { FieldError } from '../../problem/problems.ts'
import { idSchema } from '../../schema/primitives.ts'
import { userInputSchema } from '../../users/schema.ts'
import { jsonFileFaults, readJsonRows } from '../json-lines.ts'
import { type ImportContext, type ImportOptions, type ImportReport, runImport } from '../run-import.ts'
import { bytesOf, findFiles, unusable } from '../source-folder.ts'
import { clockTime, reasonOf } from '../values.ts'
import { createInteractionWriter, createRestaurantWriter, createUserWriter } from '../writers.ts'
import { businessSchema, isRestaurant, toRestaurant } from './business.ts'

const keys = {
  business: ['business_id', 'name'],
  user: ['user_id'],
  review: ['review_id', 'user_id', 'business_id', 'stars', 'date'],
} as const
type Kind = keyof typeof keys
type Files = Readonly<Record<Kind, { name: string; path: string }>>

const restaurantSchema = restaurantInputSchema.extend({ id: idSchema })
const userSchema = userInputSchema.extend({ id: idSchema })
const userLineSchema = z.object({ user_id: z.string() })
const reviewLineSchema = z.object({
  review_id: z.string(),
  user_id: z.string(),
  business_id: z.string(),
  stars: z.number(),
  date: z.string(),
})

/**
 * Imports the Yelp Open Dataset (`business.json` or `yelp_academic_dataset_business.json`, and so on): businesses that serve food,
 * users as bare ids without their names, reviews as ratings. Review times are taken as UTC.
 * @throws Problem invalid-request when a file is missing or another one; nothing is written then
 */
export async function importYelp(folder: string, options: ImportOptions): Promise<ImportReport> {
  const files = await openFiles(folder)
  const work = async (context: ImportContext) => {
    const restaurants = await importBusinesses(context, files)
    await importUsers(context, files)
    await importReviews(context, files, restaurants)
  }
  return runImport(options, {
    source: 'yelp',
    files: [files.business.name, files.user.name, files.review.name],
    totalBytes: await bytesOf(Object.values(files).map(({ path }) => path)),
    work,
  })
}

async function openFiles(folder: string): Promise<Files> {
  const faults: FieldError[] = []
  const open = async (kind: Kind) => {
    const [short, long] = [`${kind}.json`, `yelp_academic_dataset_${kind}.json`]
    const found = await findFiles(folder, [short, long])
    const [name, path] = [...found][0] ?? [short, '']
    if (path === '') faults.push({ path: short, message: `is missing in ${folder}, and so is ${long}` })
    else faults.push(...(await jsonFileFaults(path, keys[kind])).map((message) => ({ path: name, message })))
    return { name, path }
  }
  const files = { business: await open('business'), user: await open('user'), review: await open('review') }
  if (faults.length > 0) throw unusable(faults)
  return files
}

/** @returns the ids of the businesses that are restaurants */
async function importBusinesses(context: ImportContext, { business }: Files): Promise<Set<string>> {
  const { name: file, path } = business
  const writer = createRestaurantWriter(context)
  const ids = new Set<string>()
  for await (const row of readJsonRows(context, file, path)) {
    const line = businessSchema.safeParse(row.value)
    if (!line.success) await context.quarantine(file, row, reasonOf(line.error))
    else if (!isRestaurant(line.data)) context.tally.skipped(file, 'serves no food')
    else {
      const { restaurant, repairs } = toRestaurant(line.data)
      const parsed = restaurantSchema.safeParse(restaurant)
      if (!parsed.success) await context.quarantine(file, row, reasonOf(parsed.error))
      else {
        ids.add(parsed.data.id)
        for (const kind of repairs) context.tally.repaired(file, kind)
        await writer.add(parsed.data, { [file]: 1 })
      }
    }
  }
  await writer.flush()
  return ids
}

async function importUsers(context: ImportContext, { user }: Files): Promise<void> {
  const { name: file, path } = user
  const writer = createUserWriter(context)
  for await (const row of readJsonRows(context, file, path)) {
    const line = userLineSchema.safeParse(row.value)
    const parsed = line.success ? userSchema.safeParse({ id: line.data.user_id }) : line
    if (!parsed.success) await context.quarantine(file, row, reasonOf(parsed.error))
    else if ('id' in parsed.data) await writer.add(parsed.data, { [file]: 1 })
  }
  await writer.flush()
}

async function importReviews(
  context: ImportContext,
  { review }: Files,
  restaurants: ReadonlySet<string>,
): Promise<void> {
  const { name: file, path } = review
  const writer = createInteractionWriter(context, file)
  for await (const row of readJsonRows(context, file, path)) {
    const line = reviewLineSchema.safeParse(row.value)
    if (!line.success) await context.quarantine(file, row, reasonOf(line.error))
    else if (!restaurants.has(line.data.business_id)) context.tally.skipped(file, 'is of no restaurant')
    else {
      const parsed = interactionSchema.safeParse(toRating(line.data))
      if (parsed.success) await writer.add([parsed.data])
      else await context.quarantine(file, row, reasonOf(parsed.error))
    }
  }
  await writer.flush()
}

function toRating(line: z.infer<typeof reviewLineSchema>) {
  return {
    id: line.review_id,
    type: 'rating',
    userId: line.user_id,
    restaurantId: line.business_id,
    at: clockTime(line.date) ?? line.date,
    rating: line.stars,
  }
}
