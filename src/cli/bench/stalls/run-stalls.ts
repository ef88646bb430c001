import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../../../config.ts'
import { createKeyStore } from '../../../keys/key-store.ts'
import { build, type RunningService } from '../../../main.ts'
import { activeUsers, type OnStep, silent, withPlace } from '../place.ts'
import type { Section } from '../section.ts'
import { longMs, watchStalls } from './probe.ts'
import { longQuestions, type Question } from './questions.ts'

export interface StallOptions {
  /** decisions in the log, at least */
  readonly logged: number
  /** only questions whose name has this in it; '': all */
  readonly only: string
  readonly onProgress: OnStep
}

const idleMs = 2000

/**
 * How long does the longest analysis keep everybody else waiting? A city made for the purpose, one question after the other, each for the most
 * that its route gives.
 */
export async function runStalls(config: Config, options: StallOptions): Promise<Section> {
  return await withPlace(config, false, async (own) => {
    const service = await build(own, silent(options.onProgress))
    try {
      return await measure(service, options)
    } finally {
      await service.close()
    }
  })
}

async function measure(
  service: RunningService,
  { logged, only, onProgress }: StallOptions,
): Promise<Section> {
  const { database, serving } = service
  const count = await fillLog(service, logged)
  const keys = createKeyStore({ database, randomBytes })
  const { key } = await keys.create({ role: 'admin', label: 'bench', actor: 'cli' })
  const { catalogue } = serving.snapshots.current()
  const questions = longQuestions(catalogue.ids[catalogue.size >> 1]!, await activeUsers(database))
  const rows = [rowOf('nothing', await watchStalls(async () => answerOf(await delay(idleMs))))]
  for (const question of questions.filter(({ name }) => name.includes(only))) {
    onProgress(`Asking for ${question.name}`)
    rows.push(rowOf(question.name, await watchStalls(() => ask(service.url, key, question))))
  }
  return {
    title: 'Stalls of the event loop',
    head: [
      'asked',
      'status',
      'took s',
      'answer kB',
      'longest stretch, CPU ms',
      `over ${longMs} ms`,
      'by the clock, ms',
    ],
    rows,
    note: `${catalogue.size} restaurants, ${count} logged lists; a stretch is the main thread's own CPU time between two turns of a timer of 1 ms.`,
  }
}

/** Copies of the lists that the city logged, each under an id of its own. @returns how many there are */
async function fillLog({ database: { pool } }: RunningService, wanted: number): Promise<number> {
  const columns = `at, user_id, profile_key, profile_revision, model_version, request, plan, items, took_ms, degraded`
  const count = async () => {
    const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM recommendations')
    return rows[0]!.count
  }
  const had = await count()
  for (let copy = 1; copy * had < wanted && had > 0; copy++) {
    await pool.query(
      `INSERT INTO recommendations (id, ${columns}) SELECT id || '-' || $1, ${columns} FROM recommendations
        WHERE id NOT LIKE '%-%' LIMIT $2`,
      [String(copy), wanted - copy * had],
    )
  }
  return await count()
}

interface Answered {
  readonly status: number
  readonly bytes: number
  readonly tookMs: number
}

const answerOf = (_: unknown): Answered => ({ status: 0, bytes: 0, tookMs: idleMs })

async function ask(url: string, key: string, { method, path, body }: Question): Promise<Answered> {
  const startMs = performance.now()
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  let bytes = 0
  for await (const part of response.body ?? []) bytes += part.length
  return { status: response.status, bytes, tookMs: performance.now() - startMs }
}

function rowOf(
  name: string,
  { result, stalls }: Awaited<ReturnType<typeof watchStalls<Answered>>>,
): readonly string[] {
  return [
    name,
    String(result.status),
    (result.tookMs / 1000).toFixed(1),
    (result.bytes / 1000).toFixed(0),
    stalls.longestCpuMs.toFixed(0),
    String(stalls.long),
    stalls.longestWallMs.toFixed(0),
  ]
}
