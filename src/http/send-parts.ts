import { once } from 'node:events'
import type { Response } from 'express'

/** A client that reads nothing for so long is let go, ms. */
const patienceMs = 30_000

/** Sends parts as they are made, no faster than the client reads; ends where the client leaves. */
export async function sendParts(
  response: Response,
  type: string,
  parts: AsyncIterable<string>,
): Promise<void> {
  response.setHeader('Content-Type', `${type}; charset=utf-8`)
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-store')
  for await (const part of parts) {
    if (response.destroyed) return
    if (!response.write(part)) await drained(response)
  }
  response.end()
}

async function drained(response: Response): Promise<void> {
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
