import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Problem } from '../problem/problems.ts'
import type { HttpLimits } from './deps.ts'
import type { Exchange } from './exchange.ts'
import { mediaTypeOf } from './media-type.ts'

type BodyLimits = Pick<HttpLimits, 'bodyBytes' | 'bodyMs'>

/**
 * Reads a JSON body, strictly: the media type must say JSON, the bytes must be UTF-8 (a replacement character would change an id in
 * silence), and body and time are bounded.
 * @returns undefined without a body: the schema then says that it is missing
 * @throws Problem unsupported-media-type, body-too-large, request-timeout, malformed-json
 */
export async function readJson({ request, head }: Exchange, limits: BodyLimits): Promise<unknown> {
  if (!hasBody(request)) return undefined
  const { type, charset } = mediaTypeOf(request)
  if (type !== 'application/json') {
    throw new Problem('unsupported-media-type', {
      detail: 'Send the body as Content-Type: application/json.',
    })
  }
  if (charset !== 'utf-8') {
    throw new Problem('unsupported-media-type', { detail: 'Send the body in UTF-8.' })
  }
  return parseJson(await readBytes(request, head, limits))
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new Problem('malformed-json', { detail: 'The body is not valid UTF-8.' })
  const text = withoutMark(bytes.toString())
  if (text === '') return {}
  if (!/^[\t\n\r ]*[[{]/.test(text)) {
    throw new Problem('malformed-json', { detail: 'The body is neither an object nor a list.' })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    // V8 says where it stumbled, with a few characters of the caller's own.
    const detail = error instanceof Error ? error.message.slice(0, 200) : undefined
    throw new Problem('malformed-json', { ...(detail === undefined ? {} : { detail }) })
  }
}

/** Editors put a byte order mark before a text, though it has no other order (RFC 8259, 8.1). */
const withoutMark = (text: string) => (text.startsWith('\ufeff') ? text.slice(1) : text)

/** All of a body, decompressed. What is not wanted any more is read on and thrown away, so that the answer reaches who still sends. */
function readBytes(
  request: IncomingMessage,
  head: string[],
  { bodyBytes, bodyMs }: BodyLimits,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const source = decompressed(request)
    const chunks: Buffer[] = []
    let bytes = 0
    const giveUp = (problem: Problem) => {
      clearTimeout(late)
      chunks.length = 0
      if (source !== request) {
        request.unpipe()
        source.destroy()
      }
      request.resume()
      reject(problem)
    }
    const tooLarge = () => giveUp(new Problem('body-too-large'))
    const late = setTimeout(() => {
      head.push('Connection', 'close')
      giveUp(new Problem('request-timeout', { detail: `The body took over ${bodyMs} ms to arrive.` }))
    }, bodyMs)

    source.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > bodyBytes) tooLarge()
      else chunks.push(chunk)
    })
    source.on('end', () => {
      clearTimeout(late)
      resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
    })
    const broken = (detail: string) => giveUp(new Problem('malformed-json', { detail }))
    if (source !== request) source.on('error', () => broken('The body cannot be decoded.'))
    request.on('error', () => broken('The body ended early.'))
  })
}

/** @throws Problem unsupported-media-type */
function decompressed(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity'
  switch (encoding) {
    case 'identity':
      return request
    case 'gzip':
      return request.pipe(createGunzip())
    case 'deflate':
      return request.pipe(createInflate())
    case 'br':
      return request.pipe(createBrotliDecompress())
    default:
      throw new Problem('unsupported-media-type', {
        detail: 'The Content-Encoding is none of gzip, deflate and br.',
      })
  }
}
