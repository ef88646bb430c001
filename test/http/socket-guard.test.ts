import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { guardSockets } from '../../src/http/socket-guard.ts'

let answered = 0
const big = 'x'.repeat(4_000_000)
const server = createServer((request, response) => {
  if (!mayAsk(request, response)) return
  answered++
  const end = () => response.end(request.url === '/big' ? big : 'small')
  if (request.url === '/late') setTimeout(end, 700)
  else end()
})
const mayAsk = guardSockets(server, { mostPipelined: 8, stallMs: 300 })
server.listen(0, '127.0.0.1')
await once(server, 'listening')
afterAll(() => new Promise((closed) => server.close(closed)))

async function open() {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {})
  await once(socket, 'connect')
  return socket
}
const ask = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`

test('a connection that sends hundreds of requests at once is cut before they are all answered', async () => {
  const socket = await open()
  socket.pause()
  socket.write(ask('/big').repeat(500))
  // Cut by us, the end is seen only by who reads.
  socket.resume()
  await once(socket, 'close')
  expect(answered).toBeLessThanOrEqual(16)
})

test('a client that takes nothing of its answer is cut, one that reads slowly is not', async () => {
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve))
  const deaf = await open()
  const itsSocket = await accepted
  deaf.pause()
  deaf.write(ask('/big'))
  const slow = await open()
  slow.write(ask('/big'))
  let bytes = 0
  slow.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    slow.pause()
    setTimeout(() => slow.resume(), 2)
  })
  await expect.poll(() => itsSocket.destroyed, { timeout: 10_000 }).toBe(true)
  await expect.poll(() => bytes, { timeout: 10_000 }).toBeGreaterThan(big.length)
  slow.destroy()
  deaf.destroy()
})

test('an answer that takes its time to be made is waited for', async () => {
  const socket = await open()
  socket.write(ask('/late'))
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toContain('200 OK')
  socket.destroy()
})
