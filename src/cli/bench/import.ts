import type { BenchContext } from './context.ts'
import { spreadAsText, spreadOf } from './measure.ts'
import type { Section } from './section.ts'

/** How many restaurants a second come in through the bulk import, new and unchanged ones? What was written is taken away again. */
export async function benchImport({
  service,
  headers,
  seconds,
  rounds,
  onProgress,
}: BenchContext): Promise<Section> {
  onProgress('Measuring imports')
  const count = Math.ceil(2000 * Math.min(1, seconds))
  const post = async (body: string): Promise<number> => {
    const startMs = performance.now()
    const response = await fetch(`${service.url}/v1/restaurants/import`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-ndjson' },
      body,
    })
    if (!response.ok) throw new Error(`the import was answered with ${response.status}`)
    await response.text()
    return (count * 1000) / (performance.now() - startMs)
  }
  const fresh: number[] = []
  const again: number[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      const body = rowsOf(count, round)
      fresh.push(await post(body))
      again.push(await post(body))
    }
  } finally {
    await service.database.pool.query(`DELETE FROM restaurants WHERE id LIKE 'bench-%'`)
  }
  return {
    title: 'Import',
    head: ['restaurants', 'rows/s'],
    rows: [
      ['new', spreadAsText(spreadOf(fresh))],
      ['unchanged', spreadAsText(spreadOf(again))],
    ],
    note: `\`POST /v1/restaurants/import\`, ${count} rows of NDJSON a time, every row checked against the schema; meanwhile the service takes up what came.`,
  }
}

const rowsOf = (count: number, round: number): string =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      id: `bench-${round}-${n}`,
      name: `Bench ${n}`,
      cuisines: ['Bakery'],
      location: { lat: 10 + n / count, lon: 20 },
      currency: 'EUR',
      timeZone: 'Europe/Lisbon',
      status: 'closed',
    }),
  ).join('\n')
