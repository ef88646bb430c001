import type { Exchange } from './exchange.ts'
import type { Answer } from './route.ts'
import type { SendFile } from './send-file.ts'
import { sendParts } from './send-parts.ts'
import { type Headers, sendText, writeHead } from './send-text.ts'

/** Answers hang on the caller and the moment; nothing on the way may keep them. */
const unkept = { 'Cache-Control': 'no-store' }

/** Sends what a handler answered. */
export async function send(exchange: Exchange, answer: Answer, sendFile: SendFile): Promise<void> {
  const { status, headers } = answer
  exchange.recommendationId = answer.recommendationId ?? null
  switch (answer.kind) {
    case 'json':
      sendText(
        exchange,
        status,
        'application/json; charset=utf-8',
        JSON.stringify(answer.body),
        kept(headers),
      )
      return
    case 'text':
      sendText(exchange, status, withCharset(answer.type), answer.text, headers)
      return
    case 'file':
      exchange.response.statusCode = status
      for (const [name, value] of Object.entries(headers ?? {})) exchange.response.setHeader(name, value)
      sendFile(answer.path)
      return
    case 'parts': {
      const type = { 'Content-Type': withCharset(answer.type) }
      await sendParts(exchange, status, { ...type, ...kept(headers) }, answer.parts)
      return
    }
    case 'empty':
      writeHead(exchange, status, headers ?? {})
      exchange.response.end()
      return
    default:
      answer satisfies never
  }
}

const kept = (headers: Headers | undefined): Headers => (headers ? { ...unkept, ...headers } : unkept)

const withCharset = (type: string) => (/; *charset=/i.test(type) ? type : `${type}; charset=utf-8`)
