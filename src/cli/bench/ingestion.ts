import type { BenchContext } from './context.ts'
import { inTurns, spreadAsText, spreadOf } from './measure.ts'
import type { Section } from './section.ts'

const sizes = [1, 10, 100, 1000] as const
/** Posted at the same time. */
const lanes = 4
const mostInteractions = 20_000

/** How many interactions a second are acknowledged, and so kept for good? What was written is taken away again. */
export async function benchIngestion(context: BenchContext): Promise<Section> {
  const { service, seconds, rounds, onProgress } = context
  onProgress('Measuring ingestion')
  const { pool } = service.database
  const { ids } = service.serving.snapshots.current().catalogue
  const durable = await pool.query<{ text: string }>(
    `SELECT 'fsync ' || current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit') AS text`,
  )
  try {
    const results = await inTurns(sizes, rounds, (size, round) =>
      ingestFor(context, batchesOf(ids, size, round, seconds)),
    )
    return {
      title: 'Ingestion',
      head: ['interactions a request', 'acknowledged/s', 'median ms'],
      rows: sizes.map((size, k) => [
        String(size),
        spreadAsText(spreadOf(results[k]!.map(({ perSecond }) => perSecond))),
        spreadOf(results[k]!.map(({ medianMs }) => medianMs)).median.toFixed(1),
      ]),
      note: `\`POST /v1/interactions\`, new ones, ${lanes} requests at a time; acknowledged after the commit (${durable.rows[0]!.text}). The sender shares the process.`,
    }
  } finally {
    await pool.query(`DELETE FROM interactions WHERE id LIKE 'bench-%'`)
    await pool.query(`DELETE FROM users WHERE id LIKE 'bench-%'`)
  }
}

function batchesOf(restaurantIds: readonly string[], size: number, round: number, seconds: number): string[] {
  const at = new Date().toISOString()
  const count = Math.max(lanes, Math.min(mostInteractions / size, 200) * Math.min(1, seconds))
  return Array.from({ length: count }, (_, b) =>
    JSON.stringify({
      interactions: Array.from({ length: size }, (_, n) => ({
        id: `bench-${size}-${round}-${b}-${n}`,
        type: 'impression',
        userId: `bench-${n % 500}`,
        restaurantId: restaurantIds[(b * size + n) % restaurantIds.length],
        at,
      })),
    }),
  )
}

async function ingestFor({ service, headers }: BenchContext, batches: readonly string[]) {
  const url = `${service.url}/v1/interactions`
  const times: number[] = []
  let [next, accepted] = [0, 0]
  const lane = async () => {
    while (next < batches.length) {
      const body = batches[next++]!
      const sentMs = performance.now()
      const response = await fetch(url, { method: 'POST', headers, body })
      const answer: unknown = await response.json()
      times.push(performance.now() - sentMs)
      if (typeof answer === 'object' && answer !== null && 'accepted' in answer)
        accepted += Number(answer.accepted)
    }
  }
  const startMs = performance.now()
  await Promise.all(Array.from({ length: lanes }, lane))
  return { perSecond: (accepted * 1000) / (performance.now() - startMs), medianMs: spreadOf(times).median }
}
