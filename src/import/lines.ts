import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'

/** One line of a text file, without its end. */
export interface TextLine {
  /** 1 is the first */
  readonly number: number
  readonly text: string
  /** The bytes were no UTF-8 and were read as Windows-1252, the superset of Latin-1 that old files really hold. */
  readonly isLatin: boolean
  /** Longer than the limit; `text` holds its beginning only. */
  readonly isTooLong: boolean
}

/** Longest line that is read whole. A longer one is cut and reported, so that memory stays bounded whatever the file holds. */
export const maxLineBytes = 1024 * 1024

const lineFeed = 10
const carriageReturn = 13
const keptOfTooLong = 4096
const latin = new TextDecoder('windows-1252')

/**
 * Splits bytes into lines, each decoded on its own: in old files one line may be UTF-8 and the next Latin-1. LF and CRLF end a
 * line; a byte order mark is dropped.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  limitBytes: number = maxLineBytes,
): AsyncGenerator<TextLine, void, undefined> {
  let parts: Buffer[] = []
  let length = 0
  let number = 0

  const add = (part: Buffer) => {
    length += part.length
    if (length <= limitBytes || parts.length === 0) parts.push(part)
  }
  const take = (): TextLine => {
    const bytes = Buffer.concat(parts)
    const isTooLong = length > limitBytes
    number++
    parts = []
    length = 0
    return decode(isTooLong ? bytes.subarray(0, keptOfTooLong) : bytes, number, isTooLong)
  }

  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let start = 0
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      add(bytes.subarray(start, end))
      yield take()
      start = end + 1
    }
    if (start < bytes.length) add(bytes.subarray(start))
  }
  if (length > 0) yield take()
}

function decode(bytes: Buffer, number: number, isTooLong: boolean): TextLine {
  const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length
  const line = bytes.subarray(0, end)
  // A cut may fall inside a character, which makes it no Latin text.
  const isLatin = !isTooLong && !isUtf8(line)
  const text = isLatin ? latin.decode(line) : line.toString('utf8')
  return { number, text: number === 1 ? text.replace(/^\uFEFF/, '') : text, isLatin, isTooLong }
}

/** The lines of a file; `onBytes` is told of every chunk, for a progress bar. */
export function readFileLines(path: string, onBytes?: (count: number) => void): AsyncGenerator<TextLine> {
  return readLines(counted(createReadStream(path, { highWaterMark: 256 * 1024 }), onBytes))
}

async function* counted(stream: AsyncIterable<Buffer>, onBytes?: (count: number) => void) {
  for await (const chunk of stream) {
    onBytes?.(chunk.length)
    yield chunk
  }
}
