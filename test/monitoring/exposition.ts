export interface Series {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface Exposition {
  /** by metric family */
  readonly types: ReadonlyMap<string, string>
  readonly series: readonly Series[]
}

const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/
const labelPair = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y
const suffixes: Readonly<Record<string, RegExp>> = {
  histogram: /_(bucket|sum|count)$/,
  summary: /_(sum|count)$/,
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {}
  labelPair.lastIndex = 0
  let end = 0
  for (let match = labelPair.exec(text); match; match = labelPair.exec(text)) {
    if (match[1]! in labels) throw new Error(`the label ${match[1]} stands twice in ${text}`)
    labels[match[1]!] = match[2]!
    end = labelPair.lastIndex
    if (end === text.length) break
  }
  if (end !== text.length) throw new Error(`labels that nobody can read: ${text}`)
  return labels
}

/** Reads Prometheus's text format 0.0.4 as strictly as promtool does. @throws what is wrong with it */
export function readExposition(text: string): Exposition {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const types = new Map<string, string>()
  const helps = new Set<string>()
  const series: Series[] = []
  const seen = new Set<string>()
  for (const line of text.split('\n')) {
    if (line === '') continue
    const comment = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line)
    if (comment) {
      const [, kind, name, rest] = comment
      const known = kind === 'TYPE' ? types.has(name!) : helps.has(name!)
      if (known) throw new Error(`${kind} of ${name} stands twice`)
      if (kind === 'HELP') helps.add(name!)
      else if (/^(counter|gauge|histogram|summary|untyped)$/.test(rest!)) types.set(name!, rest!)
      else throw new Error(`${name} is of no type: ${rest}`)
      continue
    }
    const [, name, labels = '', number] = sampleLine.exec(line) ?? []
    if (name === undefined) throw new Error(`no line of the format: ${line}`)
    const family = [...types].find(
      ([of, type]) => name === of || name.replace(suffixes[type] ?? /$^/, '') === of,
    )
    if (!family || !helps.has(family[0])) throw new Error(`${name} has no TYPE and HELP before it`)
    if (family[1] === 'counter' && !name.endsWith('_total'))
      throw new Error(`the counter ${name} lacks _total`)
    const value =
      number === '+Inf' ? Number.POSITIVE_INFINITY : number === 'Nan' ? Number.NaN : Number(number)
    if (Number.isNaN(value) && number !== 'Nan' && number !== 'NaN') throw new Error(`no number: ${line}`)
    const key = `${name}{${labels}}`
    if (seen.has(key)) throw new Error(`${key} stands twice`)
    seen.add(key)
    series.push({ name, labels: labelsOf(labels), value })
  }
  checkHistograms(types, series)
  return { types, series }
}

function checkHistograms(types: ReadonlyMap<string, string>, series: readonly Series[]): void {
  for (const [family, type] of types) {
    if (type !== 'histogram') continue
    const upTo = new Map<string, number>()
    for (const { name, labels, value } of series) {
      const { le, ...others } = labels
      const key = JSON.stringify(others)
      if (name === `${family}_bucket`) {
        if (value < (upTo.get(key) ?? 0)) throw new Error(`${family}: buckets do not add up at ${le}`)
        upTo.set(key, value)
      }
      if (name === `${family}_count` && upTo.get(key) !== value) {
        throw new Error(`${family}: its count is not its last bucket`)
      }
    }
  }
}
