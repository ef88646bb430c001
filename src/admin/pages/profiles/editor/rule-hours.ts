import type { Rule } from './rules.ts'

type Window = NonNullable<Rule['hours']>[number]
type Day = NonNullable<Window['days']>[number]

const dayNames: Readonly<Record<Day, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}
const days = Object.keys(dayNames) as Day[]
const named: readonly { readonly days: readonly Day[]; readonly label: string }[] = [
  { days, label: 'Every day' },
  { days: days.slice(0, 5), label: 'Monday to Friday' },
  { days: days.slice(5), label: 'Saturday and Sunday' },
  ...days.map((day) => ({ days: [day], label: dayNames[day] })),
]

/** What the hours of a rule are chosen by; the value is the days with commas between, '' for all hours. */
export function hoursChoices(rule: Rule): { readonly value: string; readonly label: string }[] {
  const choices = [
    { value: '', label: 'At all hours' },
    ...named.map((each) => ({ value: each.days.join(), label: each.label })),
  ]
  const own = hoursChoice(rule)
  const isOffered = choices.some(({ value }) => value === own)
  return isOffered ? choices : [...choices, { value: own, label: daysInWords(windowOf(rule)?.days) }]
}

/** What is edited: the first window. */
export const windowOf = ({ hours }: Rule): Window | undefined => hours?.[0]

export function hoursChoice(rule: Rule): string {
  const window = windowOf(rule)
  return window ? sorted(window.days).join() : ''
}

/** The rule with its first window on these days, at lunch time where it had none; '': with no windows. */
export function withDays(rule: Rule, choice: string): Rule {
  const { hours: _, ...rest } = rule
  if (choice === '') return rest as Rule
  const { from, to } = windowOf(rule) ?? { from: '11:30', to: '14:30' }
  const chosen = days.filter((day) => choice.split(',').includes(day))
  const window = chosen.length === days.length ? { from, to } : { days: chosen, from, to }
  return { ...rule, hours: [window, ...(rule.hours ?? []).slice(1)] }
}

/** The rule with its first window from or to another time of day; what is no time yet changes nothing. */
export function withTime(rule: Rule, end: 'from' | 'to', text: string): Rule {
  const window = windowOf(rule)
  if (!window || text === '') return rule
  return { ...rule, hours: [{ ...window, [end]: text }, ...(rule.hours ?? []).slice(1)] }
}

/** `Monday to Friday 11:30 to 14:30` */
export const hoursInWords = (hours: NonNullable<Rule['hours']>): string =>
  hours.map(({ days: on, from, to }) => `${daysInWords(on)} ${from} to ${to}`).join(', ')

function daysInWords(on: Window['days']): string {
  const own = sorted(on)
  const known = named.find((each) => each.days.join() === own.join())
  return known?.label ?? own.map((day) => dayNames[day]).join(', ')
}

const sorted = (on: Window['days']): Day[] => days.filter((day) => on?.includes(day) ?? true)
