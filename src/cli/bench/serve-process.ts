import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { mainFile } from '../main-file.ts'
import { childrenOf } from './process-cpu.ts'

export interface ServeProcess {
  readonly url: string
  /** The processes that answer, and with several the one that hands out connections. */
  pids(): number[]
  close(): Promise<void>
}

/**
 * `maitre serve` as processes of its own; resolves once all of them answer.
 * @param environment beside this process's own
 */
export async function openServeProcess(environment: Readonly<Record<string, string>>): Promise<ServeProcess> {
  const child = spawn(process.execPath, [...process.execArgv, mainFile, 'serve'], {
    env: { ...process.env, ...environment, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-10_000)
    })
  }
  const close = async () => {
    child.kill('SIGINT')
    await ended
  }
  try {
    const url = await untilServing(
      () => said,
      () => child.exitCode !== null,
    )
    await untilAllAnswer(url)
    return { url, pids: () => [child.pid!, ...childrenOf(child.pid!)], close }
  } catch (error) {
    await close()
    throw error
  }
}

async function untilServing(said: () => string, hasEnded: () => boolean): Promise<string> {
  for (;;) {
    const url = /Maitre serves (\S+)/.exec(said())?.[1]
    if (url) return url
    if (hasEnded()) throw new Error(`the service ended before it answered:\n${said()}`)
    await delay(50)
  }
}

async function untilAllAnswer(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/health/ready`)
    const report: unknown = await response.json()
    if (typeof report === 'object' && report && 'status' in report && report.status === 'ok') return
    await delay(100)
  }
}
