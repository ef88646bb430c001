import type { ServerResponse } from 'node:http'
import { Problem } from '../problem/problems.ts'

/** Aborted with the problem `client-gone` when the client leaves before its answer is out. Made when asked for: most requests do without. */
export function leavingOf(response: ServerResponse): AbortSignal {
  const leaving = new AbortController()
  const left = () => {
    if (!response.writableFinished) leaving.abort(new Problem('client-gone'))
  }
  if (response.destroyed) left()
  else response.once('close', left)
  return leaving.signal
}
