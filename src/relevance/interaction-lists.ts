import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Problem } from '../problem/problems.ts'

/** Interactions as the LightGCN benchmarks give them, by the ids of the file. */
export interface InteractionLists {
  readonly interactions: number
  /** user id → item ids, ascending, each once */
  readonly itemsOf: ReadonlyMap<number, Int32Array>
}

/** Ids stay 32-bit integers. */
const largestId = 2_147_483_647

/**
 * Reads a file of lines `user item item …`, all of them non-negative integers. A user may come back on a later line; repeats of an
 * item count once; empty lines are passed over.
 * @throws Problem that names file, line and word
 */
export async function readInteractionLists(path: string): Promise<InteractionLists> {
  const collected = new Map<number, Set<number>>()
  let lineNumber = 0
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      lineNumber++
      addLine(line, collected, `${path}, line ${lineNumber}`)
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new Problem('invalid-request', { detail: `${path} cannot be read: ${reason}`, cause: error })
  }
  let interactions = 0
  const itemsOf = new Map<number, Int32Array>()
  for (const [user, items] of collected) {
    itemsOf.set(user, Int32Array.from(items).sort())
    interactions += items.size
  }
  return { interactions, itemsOf }
}

function addLine(line: string, collected: Map<number, Set<number>>, where: string): void {
  const words = line.trim().split(/\s+/)
  if (words[0] === '') return
  const user = readId(words[0]!, where)
  const items = collected.get(user) ?? new Set()
  collected.set(user, items)
  for (let w = 1; w < words.length; w++) items.add(readId(words[w]!, where))
}

function readId(word: string, where: string): number {
  const id = /^\d{1,10}$/.test(word) ? Number(word) : Number.NaN
  if (id <= largestId) return id
  const shown = word.length > 40 ? `${word.slice(0, 40)}…` : word
  throw new Problem('invalid-request', {
    detail: `${where}: "${shown}" is not an id; a line is "user item item …", all integers from 0 to ${largestId}`,
  })
}
