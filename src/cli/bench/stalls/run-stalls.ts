import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../../../config.ts'
import { createKeyStore } from '../../../keys/key-store.ts'
import { build, type RunningService } from '../../../main.ts'
import { activeUsers, type OnStep, silent, withPlace } from '../place.ts'
import type { Section } from '../section.ts'
import { fillLog } from './fill-log.ts'
import { longMs, watchStalls } from './probe.ts'
import { longQuestions, type Question } from './questions.ts'

export interface StallOptions {
  /** decisions in the log, at least */
  readonly logged: number
  /** only questions whose name has one of these in it, parted by commas; '': all */
  readonly asked: string
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
  { logged, asked, onProgress }: StallOptions,
): Promise<Section> {
  const { database, serving } = service
  const keys = createKeyStore({ database, randomBytes })
  const { key } = await keys.create({ role: 'admin', label: 'bench', actor: 'cli' })
  const userIds = await activeUsers(database)
  onProgress('Filling the log')
  const count = await fillLog({ service, key, userIds, wanted: logged })
  const { catalogue } = serving.snapshots.current()
  const questions = longQuestions(catalogue.ids[catalogue.size >> 1]!, userIds)
  const rows = [rowOf('nothing', await watchStalls(async () => answerOf(await delay(idleMs))))]
  for (const question of questions.filter(({ name }) =>
    asked.split(',').some((part) => name.includes(part)),
  )) {
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

interface Answered {
  readonly status: number
  readonly bytes: number
  readonly tookMs: number
}

const answerOf = (_: unknown): Answered => ({ status: 0, bytes: 0, tookMs: idleMs })

/** Not by `fetch`, which waits five minutes for an answer and no longer. */
async function ask(url: string, key: string, { method, path, body }: Question): Promise<Answered> {
  const startMs = performance.now()
  const sent = request(`${url}${path}`, {
    method,
    headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
  })
  sent.end(body && JSON.stringify(body))
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  let bytes = 0
  for await (const part of response) bytes += part.length
  return { status: response.statusCode ?? 0, bytes, tookMs: performance.now() - startMs }
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
