import type { NormalisedWeights } from '../../client/index.ts'
import type { Unit } from './format.ts'

/** Whatever can carry weight. */
export type WeightKey = keyof NormalisedWeights

interface ObjectiveText {
  readonly label: string
  readonly unit: Unit
  /** what one puts weight on, in a line */
  readonly hint: string
}

const texts: Readonly<Record<string, ObjectiveText>> = {
  relevance: { label: 'Relevance', unit: 'probability', hint: 'What the guest will most likely order' },
  revenue: { label: 'Revenue', unit: 'money', hint: 'Service fee that a place brings' },
  margin: { label: 'Margin', unit: 'money', hint: 'Fee less the cost of serving' },
  wait: { label: 'Wait', unit: 'minutes', hint: 'Minutes until the food is there' },
  discovery: { label: 'Discovery', unit: 'probability', hint: 'Places we know little about' },
  latency: { label: 'Latency', unit: 'ms', hint: 'The price put on the time of an answer' },
}

/** In this order everywhere. */
export const objectiveOrder = ['relevance', 'revenue', 'margin', 'wait', 'discovery', 'latency'] as const

/** The text of an objective; one that we have no words for yet is called by its key. */
export const objectiveText = (key: string): ObjectiveText =>
  texts[key] ?? { label: key.charAt(0).toUpperCase() + key.slice(1), unit: 'score', hint: '' }

/** What a list's total of an objective is in. */
export const totalUnit = (key: string): Unit => (key === 'relevance' ? 'orders' : objectiveText(key).unit)

/** Its colour, the same everywhere; a CSS value. */
export const objectiveColour = (key: string): string =>
  key in texts ? `var(--objective-${key})` : 'var(--objective-adjustment)'

/** The objectives that are there, in our order. */
export function inOrder(keys: readonly string[]): string[] {
  const place = (key: string) => {
    const at = (objectiveOrder as readonly string[]).indexOf(key)
    return at < 0 ? objectiveOrder.length : at
  }
  return [...keys].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
}
