import { expect, test } from 'vitest'
import type { InteractionStore } from '../../src/interactions/interaction-store.ts'
import { watchIngestion } from '../../src/main/watch-ingestion.ts'
import { createHealth } from '../../src/monitoring/health.ts'
import { createMetrics } from '../../src/monitoring/metrics.ts'

const kept = {
  accepted: 1,
  duplicates: 0,
  pending: 0,
  duplicateIds: [],
  awaitedRestaurantIds: [],
  erasedIds: [],
}
const fullDisk = Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' })

test('a PostgreSQL that answers and keeps nothing is told of, until it keeps something or nobody knows any more', async () => {
  let fault: Error | null = null
  let nowMs = 0
  const health = createHealth()
  const metrics = createMetrics()
  const store: Pick<InteractionStore, 'ingest'> = {
    async ingest() {
      if (fault) throw fault
      return kept
    },
  }
  const { ingest } = watchIngestion(store, { health, metrics, clockMs: () => nowMs })
  const isUp = async () => /^maitre_ingestion_up (\d)$/m.exec(await metrics.render())?.[1]
  expect([health.report().status, await isUp()]).toEqual(['ok', '1'])

  fault = fullDisk
  await expect(ingest([])).rejects.toBe(fullDisk)
  expect(health.report()).toMatchObject({
    status: 'degraded',
    ready: true,
    checks: { ingestion: { ok: false, detail: expect.stringContaining('No space left on device (53100)') } },
  })
  expect(await isUp()).toBe('0')

  fault = null
  await ingest([])
  expect([health.report().status, await isUp()]).toEqual(['ok', '1'])

  fault = fullDisk
  await expect(ingest([])).rejects.toBe(fullDisk)
  nowMs += 60_000
  expect([health.report().status, await isUp()]).toEqual(['ok', '1'])
})

test('what is wrong with the rows is no fault of PostgreSQL', async () => {
  const health = createHealth()
  const store: Pick<InteractionStore, 'ingest'> = {
    ingest: () => Promise.reject(new RangeError('a row that does not fit')),
  }
  const { ingest } = watchIngestion(store, { health, metrics: createMetrics(), clockMs: () => 0 })
  await expect(ingest([])).rejects.toThrow('does not fit')
  expect(health.report().status).toBe('ok')
})
