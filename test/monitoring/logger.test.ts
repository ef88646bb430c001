import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/db/project-root.ts'
import { logDestination } from '../../src/monitoring/logger.ts'

/** Runs `code` in a process whose log goes to where a service's goes; the pieces in which its lines came. */
function logOf(code: string): Promise<string[]> {
  const script = `
    import { openLogger } from './src/cli/serve/open-logger.ts'
    const logger = openLogger({ logLevel: 'info' })
    const lines = (count) => { for (let n = 0; n < count; n++) logger.info({ n, route: 'x'.repeat(300) }, 'request') }
    ${code}`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const pieces: string[] = []
  child.stdout.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece))
  return new Promise((resolve) => child.once('close', () => resolve(pieces)))
}

const numbers = (pieces: readonly string[]) =>
  pieces
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).n)

describe('lines of the log', () => {
  test.each([
    ['at an exit', 'lines(25); process.exit(1)'],
    ['at the end of the process', 'lines(25)'],
    [
      'when something fatal follows',
      `lines(24); logger.fatal({ n: 24 }, 'end'); process.kill(process.pid, 'SIGKILL')`,
    ],
    [
      'a moment later, though no more come',
      `lines(25); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 2000)`,
    ],
  ])('are all there %s, in their order', async (_when, code) => {
    expect(numbers(await logOf(code))).toEqual(Array.from({ length: 25 }, (_, n) => n))
  })

  test('come in pieces that a pipe takes whole, each of whole lines', async () => {
    const pieces = await logOf(
      `const more = (n) => { lines(10); if (n > 0) setTimeout(more, 5, n - 1) }; more(8)`,
    )
    expect(numbers(pieces)).toHaveLength(90)
    expect(logDestination.maxWrite).toBeLessThanOrEqual(4096)
    for (const piece of pieces) expect(piece.endsWith('\n')).toBe(true)
  })
})
