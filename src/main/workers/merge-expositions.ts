/**
 * Several processes' metrics in Prometheus' text format as one: what belongs to a metric stands together, as the format asks, under the first
 * one's words. Each process's samples carry a label of their own, so that nothing is added up and a process that is replaced begins its
 * counters anew as Prometheus expects.
 */
export function mergeExpositions(texts: readonly string[]): string {
  const families = new Map<string, { readonly head: string[]; readonly samples: string[] }>()
  for (const text of texts) {
    let family: { readonly head: string[]; readonly samples: string[] } | undefined
    let isFirst = false
    for (const line of text.split('\n')) {
      const [, kind, name = ''] = /^# (HELP|TYPE) (\S+)/.exec(line) ?? []
      if (kind === 'HELP') {
        isFirst = !families.has(name)
        family = families.get(name) ?? { head: [], samples: [] }
        families.set(name, family)
      }
      if (line === '' || !family) continue
      if (!line.startsWith('#')) family.samples.push(line)
      else if (isFirst) family.head.push(line)
    }
  }
  return [...families.values()].map(({ head, samples }) => `${[...head, ...samples].join('\n')}\n`).join('\n')
}
