import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Starts `<name>.worker` beside the calling module: compiled code runs its .js, sources (tests, development) their .ts through tsx,
 * which does not reach worker threads by itself.
 * @param moduleUrl the caller's import.meta.url
 */
export function spawnWorker(moduleUrl: string, name: string, options: WorkerOptions = {}): Worker {
  if (!moduleUrl.endsWith('.ts')) return new Worker(new URL(`./${name}.worker.js`, moduleUrl), options)
  const url = new URL(`./${name}.worker.ts`, moduleUrl)
  // require() finds tsx's CommonJS build, which looks for its hooks in the wrong folder; the ES module lies beside it.
  const tsx = pathToFileURL(
    createRequire(moduleUrl)
      .resolve('tsx/esm/api')
      .replace(/\.cjs$/, '.mjs'),
  )
  const code = `import(${JSON.stringify(tsx.href)}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}) })`
  return new Worker(code, { ...options, eval: true, execArgv: [] })
}
