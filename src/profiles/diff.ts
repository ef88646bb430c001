/** One place where two settings differ. null: not there. */
export interface Difference {
  /** Keys joined by dots; an entry of a list goes by its id, where it has one, else by its index: `rules.no-sushi.strength`. */
  readonly path: string
  readonly from: unknown
  readonly to: unknown
}

/** Every place where two JSON values differ, in order of path; empty exactly when they are equal. */
export function diffSettings(from: unknown, to: unknown): Difference[] {
  const differences: Difference[] = []
  compare('', from, to, differences)
  return differences.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

function compare(path: string, from: unknown, to: unknown, into: Difference[]): void {
  if (from === to) return
  const [left, right] = Array.isArray(from) && Array.isArray(to) ? keyed(from, to) : [from, to]
  if (!isRecord(left) || !isRecord(right)) {
    into.push({ path, from: from ?? null, to: to ?? null })
    return
  }
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    compare(path === '' ? key : `${path}.${key}`, own(left, key), own(right, key), into)
  }
  if (left !== from) compareOrder(path, Object.keys(left), Object.keys(right), into)
}

/** Entries with the same names in another order are a difference of the list itself. */
function compareOrder(path: string, from: string[], to: string[], into: Difference[]): void {
  const kept = from.filter((name) => to.includes(name))
  const keptAfter = to.filter((name) => from.includes(name))
  if (kept.some((name, index) => name !== keptAfter[index])) into.push({ path, from, to })
}

/** Two lists as records by the entries' own ids, if all of them have one and none twice; else by index. */
function keyed(from: unknown[], to: unknown[]): [Record<string, unknown>, Record<string, unknown>] {
  const [left, right] = [ownNames(from), ownNames(to)]
  if (left === null || right === null) return [byName(from, null), byName(to, null)]
  return [byName(from, left), byName(to, right)]
}

function byName(list: unknown[], names: string[] | null): Record<string, unknown> {
  return Object.fromEntries(list.map((entry, index) => [names?.[index] ?? String(index), entry]))
}

function ownNames(list: unknown[]): string[] | null {
  const names = list.map((entry) => (isRecord(entry) ? (entry['id'] ?? entry['objective']) : undefined))
  const texts = names.filter((name) => typeof name === 'string')
  return texts.length === list.length && new Set(texts).size === list.length ? texts : null
}

/** Never what `Object.prototype` would answer: ids are the callers' own, `constructor` among them. */
function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
