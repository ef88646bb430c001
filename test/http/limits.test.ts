import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../../src/http/deps.ts'
import { testApp } from '../support/app.ts'

const app = await testApp({ limits: { ...defaultLimits, perKeyPerMinute: 3, bodyMs: 100 } })

/** Sends bytes as they stand and collects what comes back until the connection ends. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = ''
    const socket = connect(app.port, '127.0.0.1', () => socket.write(text))
    socket.setEncoding('utf8').on('data', (chunk) => {
      received += chunk
    })
    socket.on('close', () => resolve(received)).on('error', reject)
  })
}

describe('a key', () => {
  test('may send so many requests a minute, is told how many are left, and takes none from another key', async () => {
    const key = (await app.keyStore.create({ role: 'app', label: 'busy', actor: 'test' })).key
    const answers = []
    for (let i = 0; i < 5; i++) answers.push(await app.call('get', '/v1/restaurants', { key }))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429])
    expect(answers[0]?.get('ratelimit-policy')).toMatch(/q=3; w=60/)
    expect(answers[0]?.get('ratelimit')).toMatch(/r=2/)
    expect(answers[3]?.body.code).toBe('too-many-requests')
    expect(Number(answers[3]?.get('retry-after'))).toBeGreaterThan(0)
    expect((await app.call('get', '/v1/restaurants', { as: 'analyst' })).status).toBe(200)
  })

  test('that is refused takes nothing from anyone', async () => {
    for (let i = 0; i < 5; i++) {
      expect((await app.call('get', '/v1/restaurants', { key: 'forged' })).status).toBe(401)
    }
  })
})

describe('on the wire', () => {
  test('a body that does not come is given up', async () => {
    const head = [
      'POST /v1/recommendations HTTP/1.1',
      'Host: x',
      `X-API-Key: ${app.keys.manager}`,
      'Content-Type: application/json',
      'Content-Length: 100',
    ]
    const answer = await sendRaw(`${head.join('\r\n')}\r\n\r\n{"limit":`)
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toContain('"code":"request-timeout"')
  })

  test('what is not HTTP gets a problem and a closed connection', async () => {
    const answer = await sendRaw('GET nonsense\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('application/problem+json')
  })

  test('headers without end are refused', async () => {
    const answer = await sendRaw(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 431 /)
    expect(answer).toContain('"code":"headers-too-large"')
  })

  test('both Content-Length and Transfer-Encoding are refused (request smuggling)', async () => {
    const answer = await sendRaw(
      'POST /v1/rank HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    )
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })
})
