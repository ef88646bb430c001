import type { SampledWhyNot, WhyNotReport } from '../../../../client/index.ts'
import type { Unit } from '../../../text/format.ts'
import { inOrder, objectiveColour, objectiveText } from '../../../text/objectives.ts'

/** Something that could be otherwise, alone, so that the restaurant enters the list. */
interface Lever {
  readonly key: string
  readonly label: string
  readonly unit: Unit
  /** null: it is the restaurant's own */
  readonly colour: string | null
}

const own = {
  probability: { label: 'Its chance of an order', unit: 'probability' },
  spend: { label: 'What an order comes to', unit: 'money' },
  waitMinutes: { label: 'Its wait', unit: 'minutes' },
  rating: { label: 'Its rating', unit: 'score' },
} as const satisfies Record<keyof SampledWhyNot['own'], Pick<Lever, 'label' | 'unit'>>

const weightLever = (key: string): Lever => ({
  key: `weight/${key}`,
  label: `Weight on ${objectiveText(key).label}`,
  unit: 'share',
  colour: objectiveColour(key),
})

type OwnKey = keyof typeof own
const ownKeys = Object.keys(own) as OwnKey[]
const ownLever = (key: OwnKey): Lever => ({ key: `own/${key}`, colour: null, ...own[key] })

/** The levers of one request, each with what it is and what would be enough. */
export function leversOf({ weights, own: ownChanges }: WhyNotReport) {
  const ofWeights = weights
    ? inOrder(Object.keys(weights)).map((key) => ({
        ...weightLever(key),
        ...weights[key as keyof typeof weights],
      }))
    : []
  return [
    ...ofWeights,
    ...(ownChanges ? ownKeys.map((key) => ({ ...ownLever(key), ...ownChanges[key] })) : []),
  ]
}

/** The levers over a sample, each with how often it alone is enough. */
export const sampledLeversOf = ({ weights, own: ownChanges }: SampledWhyNot) => [
  ...inOrder(Object.keys(weights)).map((key) => ({
    ...weightLever(key),
    ...weights[key as keyof typeof weights],
  })),
  ...ownKeys.map((key) => ({ ...ownLever(key), ...ownChanges[key] })),
]

export const leftOutWords: Readonly<Record<keyof SampledWhyNot['leftOut'], string>> = {
  excluded: 'the request excludes it',
  rule: 'a rule of the profile leaves it out',
  closed: 'it is closed or paused',
  'out-of-range': 'it does not deliver so far',
  'not-open-now': 'it is not open at that time',
  filtered: 'the guest’s filters leave it out',
  dismissed: 'the guest dismissed it',
}
