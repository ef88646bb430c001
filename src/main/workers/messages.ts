import { z } from 'zod'

/** What a key sent since the last time, and since when: `[key, requests]`. */
const hitsSchema = z.array(z.tuple([z.string(), z.number()]))

/** The keys of a first start, which the primary shows. */
const keysSchema = z.object({
  app: z.string(),
  analyst: z.string(),
  manager: z.string(),
  admin: z.string(),
})

/** From a worker to the primary. */
export const fromWorkerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello') }),
  z.object({
    kind: z.literal('step'),
    step: z.string(),
    done: z.number().optional(),
    total: z.number().nullable().optional(),
  }),
  z.object({
    kind: z.literal('ready'),
    url: z.string(),
    firstKeys: keysSchema.nullable(),
  }),
  /** The start failed: for a reason that a person can mend, or, null, for one that is in the log. */
  z.object({ kind: z.literal('failed'), message: z.string().nullable() }),
  z.object({ kind: z.literal('leaving') }),
  z.object({ kind: z.literal('beat') }),
  z.object({ kind: z.literal('ask-metrics'), id: z.number() }),
  z.object({ kind: z.literal('metrics'), id: z.number(), text: z.string() }),
  z.object({ kind: z.literal('hits'), hits: hitsSchema }),
])
export type FromWorker = z.infer<typeof fromWorkerSchema>

/** From the primary to a worker. */
export const fromPrimarySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('begin'),
    /** from 1; a worker that replaces another one has its number */
    slot: z.number(),
    /** false: somebody answers already, so it takes no connection before it is ready */
    listensAtOnce: z.boolean(),
    wanted: z.number(),
  }),
  z.object({ kind: z.literal('stop'), drains: z.boolean() }),
  z.object({ kind: z.literal('serving'), serving: z.number() }),
  z.object({ kind: z.literal('render'), id: z.number() }),
  z.object({ kind: z.literal('rendered'), id: z.number(), texts: z.array(z.string()) }),
  /** What others sent with each key: `[key, requests]`. */
  z.object({ kind: z.literal('hits'), hits: hitsSchema }),
])
export type FromPrimary = z.infer<typeof fromPrimarySchema>
