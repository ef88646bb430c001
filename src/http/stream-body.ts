import type { IncomingMessage } from 'node:http'
import { Problem } from '../problem/problems.ts'
import type { HttpLimits } from './deps.ts'
import type { Exchange } from './exchange.ts'
import { mediaTypeOf } from './media-type.ts'

/** Checks the type of a body that the handler reads as it comes. @throws Problem unsupported-media-type */
export function checkStreamType(request: IncomingMessage, type: string): void {
  const { headers } = request
  const hasBody = headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined
  if (!hasBody || mediaTypeOf(request) !== type) {
    throw new Problem('unsupported-media-type', { detail: `Send the body as Content-Type: ${type}.` })
  }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new Problem('unsupported-media-type', { detail: 'Send the body without Content-Encoding.' })
  }
}

/**
 * The bytes of a request as they come in. Throws, so that whoever reads it can undo its work, when there are too many, when none come
 * for too long, and when the client breaks off.
 */
export async function* boundedStream(
  { request, head }: Exchange,
  { importBytes, importStallMs }: Pick<HttpLimits, 'importBytes' | 'importStallMs'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  // What is left of the body is not read to its end, so the connection cannot serve another request.
  const giveUp = (problem: Problem): Problem => {
    head.push('Connection', 'close')
    return problem
  }
  let bytes = 0
  // Destroying the request would take the connection with it, and the answer.
  const chunks: AsyncIterator<Buffer> = request.iterator({ destroyOnReturn: false })
  for (;;) {
    const next = await withinTime(chunks.next(), importStallMs).catch((cause) => {
      throw new Problem('malformed-json', { detail: 'The body ended early.', cause })
    })
    if (next === 'late') {
      throw giveUp(new Problem('request-timeout', { detail: `Nothing came for ${importStallMs} ms.` }))
    }
    if (next.done) return
    bytes += next.value.length
    if (bytes > importBytes) {
      throw giveUp(new Problem('body-too-large', { detail: `The body is larger than ${importBytes} bytes.` }))
    }
    yield next.value
  }
}

async function withinTime<T>(work: Promise<T>, ms: number): Promise<T | 'late'> {
  // Once it is late nobody waits for it any more, and its failing is no news.
  work.catch(() => {})
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late')
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
