import { formatValue, unknown } from '../../text/format.ts'
import { objectiveText } from '../../text/objectives.ts'

const fieldWords: Readonly<Record<string, string>> = {
  stakeholder: 'Stakeholder',
  description: 'Description',
  latencyBudgetMs: 'Latency budget, ms',
  minimumPlan: 'Least plan',
  maximumPlan: 'Greatest plan',
  diversity: 'Diversity',
  diversityBy: 'Alike by',
  maxDrift: 'Drift',
  'exploration.temperature': 'Exploration, temperature',
  modelChannel: 'Model channel',
  guardrails: 'Guardrails',
  exposureFloors: 'Exposure floors',
  rules: 'Rules',
}

const partWords: Readonly<Record<string, string>> = {
  minShare: 'least share',
  group: 'group',
  objective: 'objective',
}

/** The path of a difference in words: `guardrails.relevance.minShare` → `Guardrail on Relevance, least share`. */
export function pathInWords(path: string): string {
  const known = fieldWords[path]
  if (known) return known
  const [field = '', entry = '', ...rest] = path.split('.')
  const part = rest.length > 0 ? `, ${rest.map((word) => partWords[word] ?? word).join(' ')}` : ''
  switch (field) {
    case 'weights':
      return `Weight of ${objectiveText(entry).label}`
    case 'guardrails':
      return `Guardrail on ${objectiveText(entry).label}${part}`
    case 'exposureFloors':
      return `Exposure floor ${Number(entry) + 1}${part}`
    case 'rules':
      return `Rule ${entry}${part}`
    case 'diversityBy':
      return `Alike by, ${Number(entry) + 1}`
    default:
      return path
  }
}

const isShare = (path: string) => /(^|\.)(minShare|maxDrift|diversity)$/.test(path)

/** A value of a setting on one line; null: it is not there. */
export function valueInWords(value: unknown, path = ''): string {
  if (value === null || value === undefined) return unknown
  if (typeof value === 'number' && isShare(path)) return formatValue(value, 'share')
  if (typeof value === 'number') return String(Number(value.toPrecision(6)))
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map((each) => valueInWords(each)).join(', ')
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, own]) => `${partWords[key] ?? key} ${valueInWords(own, key)}`)
      .join(', ')
  }
  return String(value)
}
