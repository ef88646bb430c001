import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { createClosers } from '../../src/main/closers.ts'
import { type Front, openFront } from '../../src/main/front.ts'

let front: Front | undefined
afterEach(() => front?.close(0))

const open = async () => {
  front = await openFront('127.0.0.1', 0)
  return { front, url: `http://127.0.0.1:${front.port}` }
}

describe('before the service is ready', () => {
  test('it is alive, not ready, and says what it does; every other route is unavailable', async () => {
    const { front, url } = await open()
    front.say('Training a first model')
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
    const ready = await fetch(`${url}/health/ready`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({
      status: 'starting',
      ready: false,
      checks: { start: { ok: false, detail: 'Training a first model' } },
    })
    const other = await fetch(`${url}/v1/recommendations?x=1`, { method: 'POST', body: '{}' })
    expect(other.status).toBe(503)
    expect(other.headers.get('content-type')).toMatch('application/problem+json')
    expect(other.headers.get('retry-after')).toBe('2')
    expect(await other.json()).toMatchObject({ code: 'unavailable', status: 503 })
  })

  test('and after it, requests go to the application', async () => {
    const { front, url } = await open()
    await front.serve((_request, response) => response.end('here'))
    expect(await (await fetch(`${url}/health/ready`)).text()).toBe('here')
  })
})

test.each([
  ['127.0.0.1', (port: number) => new RegExp(`Port ${port} .* in use`)],
  ['192.0.2.1', () => /no address of this machine/],
])('an address that can not be had on %s is told in a line with the remedy', async (host, words) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  await expect(openFront(host, port)).rejects.toThrow(words(port))
  taken.close()
})

describe('closing', () => {
  test('tells also those who had asked before that their connection ends', async () => {
    const { front, url } = await open()
    let answer = () => {}
    const asked = new Promise<void>((resolve) => {
      void front.serve((_request, response) => {
        answer = () => void response.end('late')
        resolve()
      })
    })
    const response = fetch(url)
    await asked
    front.drain()
    answer()
    expect((await response).headers.get('connection')).toBe('close')
  })

  test('lets a request under way end, and takes no more', async () => {
    const { front, url } = await open()
    await front.serve((_request, response) => void setTimeout(() => response.end('done'), 100))
    const under = fetch(url)
    await delay(30)
    const closed = front.close(5000)
    await expect(fetch(url)).rejects.toThrow()
    expect(await (await under).text()).toBe('done')
    await closed
  })

  test('cuts what does not end within the grace period', async () => {
    const { front, url } = await open()
    await front.serve(() => {})
    const under = fetch(url).catch(() => 'cut')
    await delay(30)
    await front.close(50)
    expect(await under).toBe('cut')
  })
})

test('closers close the last opened first, each whatever became of the others, once', async () => {
  const closed: string[] = []
  const failed: string[] = []
  const closers = createClosers((name) => failed.push(name))
  closers.defer('a', () => closed.push('a'))
  closers.defer('b', () => {
    throw new Error('b')
  })
  closers.defer('c', async () => {
    await delay(5)
    closed.push('c')
  })
  await Promise.all([closers.close(), closers.close()])
  expect(closed).toEqual(['c', 'a'])
  expect(failed).toEqual(['b'])
})
