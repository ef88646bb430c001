import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import type { Request, Response } from 'express'

/** What a build may have left beside a file, the smallest first. */
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

/** Which file is the route's decision, so a folder of ours may begin with a dot. */
const options = { acceptRanges: false, dotfiles: 'allow' } as const

/** How a route's files go out. */
export type SendFile = (path: string) => void

/** Sends a file, compressed where a build left it so beside it and the caller takes that. */
export function sendFile(request: Request, response: Response, path: string): void {
  const found = encodings.find(
    ([encoding, ending]) => existsSync(path + ending) && request.acceptsEncodings(encoding) === encoding,
  )
  // Small files, always whole; a condition that fails would be an error to Express and is no use to anybody here.
  for (const name of ['if-match', 'if-unmodified-since']) delete request.headers[name]
  if (!found) {
    response.sendFile(path, options)
    return
  }
  const [encoding, ending] = found
  response.type(extname(path)).set('Content-Encoding', encoding).vary('Accept-Encoding')
  response.sendFile(path + ending, options)
}
