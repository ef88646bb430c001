import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

/**
 * Runs `<name>.worker` beside the calling module in a process of its own, whose peak of memory is then its own, with the task as JSON
 * for its argument. Compiled code runs its .js, sources their .ts through tsx.
 * @param moduleUrl the caller's import.meta.url
 * @returns what it wrote to stdout, as JSON
 * @throws with what it wrote to stderr
 */
export async function runApart(
  moduleUrl: string,
  name: string,
  task: unknown,
  { heapMiB }: { readonly heapMiB: number },
): Promise<unknown> {
  const isSource = moduleUrl.endsWith('.ts')
  const loader = isSource ? ['--import', tsx()] : []
  const file = fileURLToPath(new URL(`./${name}.worker.${isSource ? 'ts' : 'js'}`, moduleUrl))
  const args = ['--expose-gc', `--max-old-space-size=${heapMiB}`, ...loader, file, JSON.stringify(task)]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 24 })
  return JSON.parse(stdout)
}

/** Sources run through it, which a new process does not know by itself. */
const tsx = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
