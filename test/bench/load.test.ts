import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fc, test } from '@fast-check/vitest'
import { afterAll, describe, expect } from 'vitest'
import { arrivalTimes } from '../../src/cli/bench/load/arrivals.ts'
import { generateLoad, type LoadTask } from '../../src/cli/bench/load/generate.ts'
import { readHead } from '../../src/cli/bench/load/http-client.ts'
import { fitSlope } from '../../src/cli/bench/load/slope.ts'
import { summariseLoad } from '../../src/cli/bench/load/summarise-load.ts'

describe('arrivals', () => {
  test.prop([fc.integer({ min: 100, max: 2000 }), fc.nat({ max: 1000 })])(
    'come at their rate, in order, within the time, and the same for a seed',
    (perSecond, seed) => {
      const plan = { perSecond, seconds: 2, process: 'poisson', seed } as const
      const times = arrivalTimes(plan)
      expect(Math.abs(times.length - 2 * perSecond)).toBeLessThan(6 * Math.sqrt(2 * perSecond))
      expect(times).toEqual(times.toSorted())
      expect(times.at(-1)!).toBeLessThan(2000)
      expect(arrivalTimes(plan)).toEqual(times)
    },
  )

  test('come evenly when they are constant', () => {
    const times = arrivalTimes({ perSecond: 100, seconds: 1, process: 'constant', seed: 1 })
    expect(times).toHaveLength(99)
    for (const [n, time] of times.entries()) expect(time).toBeCloseTo(10 * (n + 1), 6)
  })
})

describe('the generator', async () => {
  /** Stands still from the first request on for a while, and refuses what asks for it. */
  let stillUntil = 0
  const paths: string[] = []
  const server = createServer((request, response) => {
    paths.push(`${request.method} ${request.url} ${request.headers['x-api-key']}`)
    request.resume()
    const answer = () => {
      response.statusCode = request.url === '/refused' ? 503 : 200
      response.end(JSON.stringify({ ok: true }))
    }
    setTimeout(answer, Math.max(0, stillUntil - performance.now()))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  afterAll(() => server.close())

  const task = (changes: Partial<LoadTask>): LoadTask => ({
    host: '127.0.0.1',
    port,
    kinds: [
      { name: 'a', weight: 3, method: 'POST', path: '/answered', key: 'k', bodies: [{ x: 1 }] },
      { name: 'b', weight: 1, method: 'GET', path: '/refused', key: 'k', bodies: [undefined] },
    ],
    mostConnections: 50,
    graceMs: 1000,
    perSecond: 200,
    seconds: 0.5,
    process: 'poisson',
    seed: 5,
    ...changes,
  })

  test('sends each kind by its weight, and tells answers from refusals', async () => {
    const result = await generateLoad(task({}))
    const all = summariseLoad(result, { seconds: 0.5, budgetMs: 100_000 })
    expect(all.lost).toBe(0)
    expect(all.answeredPerSecond + all.refusedPerSecond).toBeCloseTo(all.offeredPerSecond, 9)
    expect(all.refusedPerSecond / all.offeredPerSecond).toBeGreaterThan(0.1)
    expect(all.refusedPerSecond / all.offeredPerSecond).toBeLessThan(0.45)
    const only = summariseLoad(result, { seconds: 0.5, budgetMs: 100_000, kind: 1 })
    expect([only.answeredPerSecond, only.refusedPerSecond]).toEqual([0, all.refusedPerSecond])
    expect(new Set(paths)).toEqual(new Set(['POST /answered k', 'GET /refused k']))
  })

  test('does not wait for a server that stands still, and counts that time for all who came meanwhile', async () => {
    stillUntil = performance.now() + 400
    const result = await generateLoad(task({ kinds: task({}).kinds.slice(0, 1), mostConnections: 500 }))
    // A closed loop of few connections would have seen a slow answer each; here everyone in the first 400 ms is late.
    const late = result.tookMs.filter((ms) => ms > 100).length
    expect(late).toBeGreaterThan(30)
  })

  test('gives up what it has no connection for, and says so', async () => {
    stillUntil = performance.now() + 5000
    const result = await generateLoad(
      task({ kinds: task({}).kinds.slice(0, 1), mostConnections: 5, graceMs: 50, seconds: 0.2 }),
    )
    const { lost, withinBudgetOfAccepted, withinBudget } = summariseLoad(result, {
      seconds: 0.2,
      budgetMs: 100,
    })
    expect(lost).toBe(result.status.length)
    expect([withinBudgetOfAccepted, withinBudget]).toEqual([0, 1])
  })
})

test('an answer’s head tells status and length, once all of it is there', () => {
  const text =
    'HTTP/1.1 503 Service Unavailable\r\nContent-Type: a\r\ncontent-length: 12\r\nConnection: close\r\n\r\n'
  for (let n = 0; n < text.length; n++) expect(readHead(Buffer.from(text.slice(0, n)))).toBeNull()
  expect(readHead(Buffer.from(`${text}abc`))).toEqual({ status: 503, bytes: text.length + 12, isLast: true })
})

test('an answer in chunks is over with its last one', () => {
  const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
  const body = '3\r\nabc\r\n0\r\n\r\n'
  expect(readHead(Buffer.from(`${head}3\r\nabc`))?.bytes).toBeNull()
  expect(readHead(Buffer.from(head + body))?.bytes).toBe(head.length + body.length)
})

test.prop([fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: -50, max: 50, noNaN: true })])(
  'a line’s slope is found exactly, and the interval holds it',
  (slope, start) => {
    const x = Array.from({ length: 20 }, (_, n) => n / 4)
    const y = x.map((value) => start + slope * value)
    const { value, low, high } = fitSlope(x, y)
    expect(value).toBeCloseTo(slope, 9)
    expect(low!).toBeLessThanOrEqual(value)
    expect(high!).toBeGreaterThanOrEqual(value)
  },
)
