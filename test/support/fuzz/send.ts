import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { bodyBytes, type FuzzRequest } from './requests.ts'

export interface FuzzAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

export interface Sender {
  send(request: FuzzRequest): Promise<FuzzAnswer>
  close(): void
}

/** Sends requests over kept-alive connections. @throws when no whole answer is there after `patienceMs` */
export function createSender(port: number, patienceMs: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  return {
    async send(fuzzed) {
      for (let attempt = 0; ; attempt++) {
        try {
          return await once(fuzzed, { port, agent, patienceMs })
        } catch (error) {
          // A kept connection that the service closes (it had to, after the last body) while it is taken up again is nobody's fault.
          const isReset =
            error instanceof Error && 'code' in error && ['ECONNRESET', 'EPIPE'].includes(String(error.code))
          if (!isReset || attempt === 2) throw error
        }
      }
    },
    close: () => agent.destroy(),
  }
}

function once(
  fuzzed: FuzzRequest,
  { port, agent, patienceMs }: { port: number; agent: Agent; patienceMs: number },
): Promise<FuzzAnswer> {
  const bytes = fuzzed.body && bodyBytes(fuzzed.body)
  return new Promise((answer, fail) => {
    // Who gives up says so, or what is tried next would wait behind it.
    const late = setTimeout(() => outgoing.destroy(new Error(`no answer after ${patienceMs} ms`)), patienceMs)
    const outgoing = httpRequest({
      port,
      agent,
      host: '127.0.0.1',
      method: fuzzed.method,
      path: fuzzed.path,
      headers: { ...fuzzed.headers, ...(bytes ? { 'content-length': bytes.length } : {}) },
    })
    outgoing.once('error', (error) => {
      clearTimeout(late)
      fail(error)
    })
    outgoing.once('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', fail)
      response.once('end', () => {
        clearTimeout(late)
        answer({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        })
      })
    })
    outgoing.end(bytes ?? undefined)
  })
}
