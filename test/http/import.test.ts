import { connect } from 'node:net'
import { beforeEach, describe, expect, test } from 'vitest'
import { defaultLimits } from '../../src/http/deps.ts'
import { testApp } from '../support/app.ts'

const app = await testApp({ limits: { ...defaultLimits, importBytes: 200_000, importStallMs: 150 } })
const ndjson = 'application/x-ndjson'
const send = (kind: string, text: string | Buffer, type = ndjson) =>
  app.call('post', `/v1/${kind}/import`, { raw: { type, text } })
const lines = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => JSON.stringify({ id: `r${from + i}`, name: `R ${from + i}` }))
const count = async (table: string) =>
  (await app.database.pool.query(`SELECT count(*)::int AS count FROM ${table}`)).rows[0].count

beforeEach(async () => {
  await app.database.pool.query('TRUNCATE restaurants, users CASCADE')
})

/** Begins an import on the wire, says `text`, and then what `after` does; resolves with what came back. */
function beginImport(text: string, after: (socket: ReturnType<typeof connect>) => void): Promise<string> {
  return new Promise((resolve) => {
    let received = ''
    const head = [
      'POST /v1/restaurants/import HTTP/1.1',
      'Host: x',
      `X-API-Key: ${app.keys.manager}`,
      `Content-Type: ${ndjson}`,
      'Transfer-Encoding: chunked',
    ]
    const chunk = `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
    const socket = connect(app.port, '127.0.0.1', () => {
      socket.write(`${head.join('\r\n')}\r\n\r\n${chunk}`, () => after(socket))
    })
    socket.setEncoding('utf8').on('data', (data) => {
      received += data
    })
    socket.on('error', () => {}).on('close', () => resolve(received))
  })
}

describe('an NDJSON import', () => {
  test('upserts by id; the second time nothing changes', async () => {
    const text = lines(2500).join('\n')
    expect((await send('restaurants', text)).body).toMatchObject({ read: 2500, inserted: 2500, rejected: [] })
    expect((await send('restaurants', text)).body).toMatchObject({ inserted: 0, unchanged: 2500 })
    expect(await count('restaurants')).toBe(2500)
  })

  test('lists the bad lines with their faults and keeps the good ones', async () => {
    const text = [
      '{"id": "a", "cuisines": ["thai"]}',
      'nonsense',
      '',
      '{"id": "b", "age": 30}',
      '{"id": "c"}',
    ]
    const { status, body } = await send('users', `${text.join('\r\n')}\r\n`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ read: 4, inserted: 2, rejectedCount: 2 })
    expect(body.rejected).toMatchObject([
      { line: 2, errors: [{ message: expect.any(String) }] },
      { line: 4, id: 'b', errors: [{ path: 'age' }] },
    ])
    expect(await count('users')).toBe(2)
  })

  test('takes an empty body for an empty list', async () => {
    expect((await send('restaurants', '\n')).body).toMatchObject({ read: 0, inserted: 0 })
  })

  test.each(['application/json', 'text/csv'])('of type %s is refused', async (type) => {
    expect((await send('restaurants', lines(1).join(), type)).status).toBe(415)
  })

  test('that is too large leaves nothing behind', async () => {
    const response = await send('restaurants', lines(8000).join('\n'))
    expect([response.status, response.body.code]).toEqual([413, 'body-too-large'])
    expect(await count('restaurants')).toBe(0)
  })

  test('that stops coming is given up and leaves nothing behind', async () => {
    const answer = await beginImport(`${lines(2000).join('\n')}\n`, () => {})
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toContain('"code":"request-timeout"')
    expect(await count('restaurants')).toBe(0)
  })

  test('that breaks off leaves nothing behind, and no connection to the database', async () => {
    app.logged.length = 0
    await beginImport(`${lines(2000).join('\n')}\n`, (socket) => setTimeout(() => socket.destroy(), 60))
    await expect.poll(() => app.logged.length).toBe(1)
    expect(app.logged[0]).toMatchObject({ status: 499 })
    expect(await count('restaurants')).toBe(0)
    const { pool } = app.database
    await expect.poll(() => pool.totalCount - pool.idleCount).toBe(0)
  })
})
