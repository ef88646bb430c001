import type { ProfileSettings } from '../../../../client/index.ts'

export type Rule = ProfileSettings['rules'][number]
export type Action = Rule['action']

/** What a rule is, without what its action needs. */
type Common = Pick<Rule, 'id' | 'target' | 'owner' | 'reason' | 'from' | 'until' | 'hours'>

function commonOf({ id, target, owner, reason, from, until, hours }: Rule): Common {
  return {
    id,
    target,
    owner,
    reason,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(hours === undefined ? {} : { hours }),
  }
}

/** The same rule with another action; what only the old one had goes, what the new one needs comes with a first value. */
export function withAction(rule: Rule, action: Action): Rule {
  const common = commonOf(rule)
  const strength = 'strength' in rule ? rule.strength : 1
  switch (action) {
    case 'exclude':
      return { ...common, action }
    case 'pin':
      return { ...common, action, rank: 1 }
    case 'boost':
    case 'bury':
      return { ...common, action, strength }
    default:
      return action satisfies never
  }
}

/** A rule with an end taken away or set; `exactOptionalPropertyTypes` has no undefined ends. */
export function withEnd(rule: Rule, end: 'from' | 'until', iso: string | null): Rule {
  const { [end]: _, ...rest } = rule
  return (iso === null ? rest : { ...rest, [end]: iso }) as Rule
}

export const targetKinds = ['cuisine', 'tag', 'restaurantIds'] as const
export type TargetKind = (typeof targetKinds)[number]

/** What a target is shown by: the first of its parts. */
export const kindOf = ({ target }: Rule): TargetKind =>
  targetKinds.find((kind) => target[kind] !== undefined) ?? 'cuisine'

export function targetText({ target }: Rule, kind: TargetKind): string {
  return kind === 'restaurantIds' ? (target.restaurantIds ?? []).join(', ') : (target[kind] ?? '')
}

/** While it is typed: an id may be empty after a comma. */
export function targetOf(kind: TargetKind, text: string): Rule['target'] {
  return kind === 'restaurantIds'
    ? { restaurantIds: text.split(',').map((id) => id.trim()) }
    : { [kind]: text }
}

/** As it is sent: without the ids that were not typed. */
export function cleaned(rule: Rule): Rule {
  const { restaurantIds } = rule.target
  if (!restaurantIds) return rule
  return { ...rule, target: { ...rule.target, restaurantIds: restaurantIds.filter(Boolean) } }
}

/** An id that no rule has. */
export function freeId(rules: readonly Rule[]): string {
  for (let number = rules.length + 1; ; number++) {
    const id = `rule-${number}`
    if (!rules.some((rule) => rule.id === id)) return id
  }
}

/** `2026-11-24T11:03` in the reader's own time, as `datetime-local` wants it. */
export function toLocal(iso: string | undefined): string {
  if (!iso) return ''
  const date = new Date(iso)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** @returns null for none, and for what is no time yet */
export function fromLocal(text: string): string | null {
  const ms = text === '' ? Number.NaN : Date.parse(text)
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
