import type { ProfileSettings } from '../../../client/index.ts'
import { formatInstant, formatValue } from '../../text/format.ts'
import { objectiveOrder, objectiveText } from '../../text/objectives.ts'
import { groupName } from '../shared/groups.ts'
import { hoursInWords } from './editor/rule-hours.ts'

export interface Statement {
  readonly label: string
  readonly words: readonly string[]
}

type Rule = ProfileSettings['rules'][number]

/** What a profile says, as one would say it; in the order in which it matters. */
export function settingsInWords(settings: ProfileSettings): Statement[] {
  return [
    { label: 'Wants', words: [`${settings.stakeholder}: ${settings.description}`] },
    { label: 'Weighs', words: [weightsInWords(settings.weights)] },
    { label: 'Time', words: timeInWords(settings) },
    { label: 'Model', words: [channelInWords(settings.modelChannel)] },
    { label: 'Guardrails', words: guardrailsInWords(settings) },
    { label: 'Exposure', words: floorsInWords(settings) },
    { label: 'Variety', words: varietyInWords(settings) },
    { label: 'Rules', words: orNone(settings.rules.map(ruleInWords), 'no rules') },
  ]
}

const orNone = (words: string[], none: string) => (words.length > 0 ? words : [none])
const percent = (share: number) => formatValue(share, 'share').replace('.0\u202f%', '\u202f%')

/** `Relevance 25 %, Revenue 75 %; time is worth 20 % of everything` */
function weightsInWords(weights: ProfileSettings['weights']): string {
  const objectives = objectiveOrder.filter((key) => key !== 'latency')
  const sum = objectives.reduce((total, key) => total + weights[key], 0)
  const parts = objectives
    .filter((key) => weights[key] > 0)
    .map((key) => `${objectiveText(key).label} ${percent(weights[key] / sum)}`)
  const time = weights.latency / (sum + weights.latency)
  return `${parts.join(', ')}${time > 0 ? `; time is worth ${percent(time)} of everything` : ''}`
}

function timeInWords({ latencyBudgetMs, minimumPlan, maximumPlan }: ProfileSettings): string[] {
  const plans =
    minimumPlan === maximumPlan
      ? `always by plan ${minimumPlan}`
      : minimumPlan === 'popular' && maximumPlan === 'full'
        ? 'by whichever plan is best'
        : `by plan ${minimumPlan} or better${maximumPlan === 'full' ? '' : `, at most ${maximumPlan}`}`
  return [`Answers within ${formatValue(latencyBudgetMs, 'wholeMs')}, ${plans}`]
}

export const channelInWords = (channel: ProfileSettings['modelChannel']): string =>
  channel === 'latest' ? 'the newest that passed its gate' : 'the one promoted as stable'

const guardrailsInWords = ({ guardrails }: ProfileSettings) =>
  orNone(
    guardrails.map(
      ({ objective, minShare }) =>
        `each list keeps ${percent(minShare)} of the ${objectiveText(objective).label.toLowerCase()} it could have`,
    ),
    'none',
  )

const floorsInWords = ({ exposureFloors }: ProfileSettings) =>
  orNone(
    exposureFloors.map(
      ({ group, minShare }) => `${groupName(group)} get at least ${percent(minShare)} of attention`,
    ),
    'no floors',
  )

function varietyInWords({ diversity, diversityBy, maxDrift, exploration }: ProfileSettings): string[] {
  const words: string[] = []
  if (diversity > 0) {
    words.push(
      `places like one already in the list lose ${percent(diversity)}, alike by ${diversityBy.join(', ')}`,
    )
  }
  if (maxDrift < 1) words.push(`at most ${percent(maxDrift)} of a list changes from one visit to the next`)
  if (exploration.temperature > 0) {
    words.push(`explores, at a temperature of ${formatValue(exploration.temperature, 'score')}`)
  }
  return orNone(words, 'nothing is asked')
}

/** `Pins Sushi Bar at place 1 until 24 Dec (Sales: campaign)` */
export function ruleInWords(rule: Rule): string {
  const { restaurantIds, cuisine, tag } = rule.target
  const what = [
    cuisine && `cuisine ${cuisine}`,
    tag && `tag ${tag}`,
    restaurantIds &&
      (restaurantIds.length > 3 ? `${restaurantIds.length} restaurants` : restaurantIds.join(', ')),
  ]
    .filter(Boolean)
    .join(' and ')
  const when = [
    rule.hours && hoursInWords(rule.hours),
    rule.from && `from ${formatInstant(rule.from)}`,
    rule.until && `until ${formatInstant(rule.until)}`,
  ]
    .filter(Boolean)
    .join(' ')
  return `${rule.id}: ${actionInWords(rule, what)}${when && `, ${when}`} (${rule.owner}: ${rule.reason})`
}

function actionInWords(rule: Rule, what: string): string {
  switch (rule.action) {
    case 'exclude':
      return `leaves out ${what}`
    case 'pin':
      return `pins the best of ${what} at place ${rule.rank}`
    case 'boost':
      return `lifts ${what} by ${rule.strength}`
    case 'bury':
      return `lowers ${what} by ${rule.strength}`
    default:
      return rule satisfies never
  }
}
