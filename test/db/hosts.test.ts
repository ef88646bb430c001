import { fc, test as propTest } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { connectTo, createHostChoice, primaryUrl } from '../../src/db/hosts.ts'
import { listen } from '../../src/db/notifications.ts'
import { inTransaction } from '../../src/db/transaction.ts'
import { urlsOf } from '../../src/schema/database-urls.ts'
import { openDatabaseProxy } from '../support/database-proxy.ts'
import { testDatabase } from '../support/postgres.ts'

const database = await testDatabase()
const { host, username, password, pathname } = new URL(database.url)
const several = (hosts: string[]) => `postgresql://${username}:${password}@${hosts.join(',')}${pathname}`
/** Refuses connections. */
const nobody = '127.0.0.1:1'

describe('a connection string', () => {
  const hostname = fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}(:[1-9][0-9]{0,3})?$/)
  propTest.prop([fc.array(hostname, { minLength: 1, maxLength: 4 }), fc.boolean()])(
    'of several hosts is one URL for each, in order, with everything else the same',
    (hosts, hasLogin) => {
      const login = hasLogin ? 'user:p%40ss@' : ''
      const urls = urlsOf(`postgresql://${login}${hosts.join(',')}/db?a=b,c`)
      expect(urls).toEqual(hosts.map((one) => `postgresql://${login}${one}/db?a=b,c`))
      for (const url of urls) expect(() => new URL(url)).not.toThrow()
    },
  )

  test('moves on to the next host once for each failure, however often it is told', () => {
    const choice = createHostChoice('postgresql://a,b/db')
    const first = choice.current()
    choice.failed(first)
    choice.failed(first)
    expect(choice.current()).toBe('postgresql://b/db')
    choice.failed('postgresql://b/db')
    expect(choice.current()).toBe(first)
  })
})

describe('of several hosts, one of them away,', () => {
  const url = several([nobody, host])

  test('a connection is to the one that answers', async () => {
    const client = await connectTo(url)
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await client.end()
    expect(await primaryUrl(url)).toBe(several([host]))
  })

  test('a pool fails at first, and then goes to the other', async () => {
    const other = openDatabase({ url, poolSize: 1 })
    await expect(other.pool.query('SELECT 1')).rejects.toThrow()
    const ask = () => other.pool.query('SELECT 1 AS one').then(({ rowCount }) => rowCount)
    await expect.poll(() => ask().catch(() => 0)).toBe(1)
    await other.close()
  })
})

test('a server that takes no writes is passed over', async () => {
  const proxy = await openDatabaseProxy(database.url)
  const options = new URLSearchParams({ options: '-c default_transaction_read_only=on' })
  const readOnly = `${several([new URL(proxy.url).host, nobody])}?${options}`
  const other = openDatabase({ url: readOnly, poolSize: 1 })
  await expect(other.pool.query('SELECT 1')).rejects.toMatchObject({ code: '25006' })
  await other.close()
  await proxy.close()
})

test('a transaction that is not done in time fails, keeps nothing, and costs the connection alone', async () => {
  const work = inTransaction(
    database.pool,
    async (client) => {
      await client.query(`INSERT INTO audit (actor, action, subject) VALUES ('late', 'x', 'y')`)
      await client.query('SELECT pg_sleep(5)')
    },
    { withinMs: 200 },
  )
  await expect(work).rejects.toThrow(/Connection terminated/)
  expect((await database.pool.query(`SELECT 1 FROM audit WHERE actor = 'late'`)).rowCount).toBe(0)
})

test('a listener whose connection a network swallowed notices, and tells everything once it is back', async () => {
  const proxy = await openDatabaseProxy(database.url)
  const told: string[] = []
  const listener = await listen({
    url: proxy.url,
    onChange: (topic) => told.push(topic),
    beatMs: 50,
    retryMs: 50,
  })
  proxy.freeze()
  await expect.poll(() => listener.isConnected(), { timeout: 10_000 }).toBe(false)
  await proxy.restore()
  await expect.poll(() => listener.isConnected(), { timeout: 10_000 }).toBe(true)
  expect(told).toContain('profiles')
  await listener.close()
  await proxy.close()
})

test('a client that is lost while it is checked out does not end the process', async () => {
  const proxy = await openDatabaseProxy(database.url)
  const other = openDatabase({ url: proxy.url })
  const client = await other.pool.connect()
  await proxy.cut()
  await expect
    .poll(() =>
      client.query('SELECT 1').then(
        () => 'fine',
        () => 'lost',
      ),
    )
    .toBe('lost')
  client.release(true)
  await other.close()
})
