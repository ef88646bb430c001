import { fileURLToPath } from 'node:url'

/** The command line as Node runs it: compiled code as JavaScript, sources through tsx. */
export const mainFile: string = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './main.ts' : './main.js', import.meta.url),
)
