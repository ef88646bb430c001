import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Exchange } from './exchange.ts'
import { type Headers, writeHead } from './send-text.ts'

/** A client that reads nothing for so long is let go, ms. */
const patienceMs = 30_000

/** Sends parts as they are made, no faster than the client reads; ends where the client leaves. */
export async function sendParts(
  exchange: Exchange,
  status: number,
  headers: Headers,
  parts: AsyncIterable<string>,
): Promise<void> {
  const { response } = exchange
  writeHead(exchange, status, headers)
  for await (const part of parts) {
    if (response.destroyed) return
    if (!response.write(part)) await drained(response)
  }
  response.end()
}

async function drained(response: ServerResponse): Promise<void> {
  const waiting = new AbortController()
  const late = setTimeout(() => response.destroy(), patienceMs)
  const { signal } = waiting
  try {
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })])
  } finally {
    clearTimeout(late)
    waiting.abort()
  }
}
