import { Button } from '../../../ui/button.tsx'
import { Select, TextInput } from '../../../ui/inputs.tsx'
import { faultBelow } from './fault.tsx'
import { hoursChoice, hoursChoices, windowOf, withDays, withTime } from './rule-hours.ts'
import {
  type Action,
  fromLocal,
  kindOf,
  type Rule,
  type TargetKind,
  targetOf,
  targetText,
  toLocal,
  withAction,
  withEnd,
} from './rules.ts'

interface Props {
  readonly rule: Rule
  /** of the rule within the settings, for its faults */
  readonly path: string
  readonly errors: Readonly<Record<string, string>>
  readonly onChange: (rule: Rule) => void
  readonly onRemove: () => void
}

const actions: readonly { readonly value: Action; readonly label: string }[] = [
  { value: 'boost', label: 'Lift' },
  { value: 'bury', label: 'Lower' },
  { value: 'pin', label: 'Pin' },
  { value: 'exclude', label: 'Leave out' },
]

const kinds: readonly { readonly value: TargetKind; readonly label: string }[] = [
  { value: 'cuisine', label: 'places of a cuisine' },
  { value: 'tag', label: 'places with a tag' },
  { value: 'restaurantIds', label: 'these places, by id' },
]

/** One rule: what it does to which places, who wants it and why, and when. */
export function RuleFields({ rule, path, errors, onChange, onRemove }: Props) {
  const kind = kindOf(rule)
  const errorOf = (field: string) => errors[`${path}.${field}`]
  return (
    <fieldset className="rule">
      <legend className="visually-hidden">Rule {rule.id}</legend>
      <div className="grid rule-grid">
        <Select
          label="Does"
          value={rule.action}
          onChange={(action) => onChange(withAction(rule, action))}
          options={actions}
        />
        <Select
          label="To"
          value={kind}
          onChange={(next) => onChange({ ...rule, target: targetOf(next, '') })}
          options={kinds}
        />
        <TextInput
          label={kind === 'restaurantIds' ? 'Ids, with commas between' : 'Which'}
          value={targetText(rule, kind)}
          onChange={(text) => onChange({ ...rule, target: { ...rule.target, ...targetOf(kind, text) } })}
          error={faultBelow(errors, `${path}.target`)}
        />
        {rule.action === 'pin' && (
          <TextInput
            label="At place"
            type="number"
            value={String(rule.rank)}
            onChange={(text) => text !== '' && onChange({ ...rule, rank: Number(text) })}
            error={errorOf('rank')}
          />
        )}
        {(rule.action === 'boost' || rule.action === 'bury') && (
          <TextInput
            label="By, in units of score"
            type="number"
            value={String(rule.strength)}
            onChange={(text) => text !== '' && onChange({ ...rule, strength: Number(text) })}
            error={errorOf('strength')}
          />
        )}
        <TextInput
          label="Owner"
          value={rule.owner}
          onChange={(owner) => onChange({ ...rule, owner })}
          error={errorOf('owner')}
        />
        <TextInput
          label="Why"
          value={rule.reason}
          onChange={(reason) => onChange({ ...rule, reason })}
          error={errorOf('reason')}
        />
        <TextInput
          label="From"
          type="datetime-local"
          value={toLocal(rule.from)}
          onChange={(text) => onChange(withEnd(rule, 'from', fromLocal(text)))}
          error={errorOf('from')}
        />
        <TextInput
          label="Until"
          type="datetime-local"
          value={toLocal(rule.until)}
          onChange={(text) => onChange(withEnd(rule, 'until', fromLocal(text)))}
          error={errorOf('until')}
        />
        <HoursFields rule={rule} onChange={onChange} errors={errors} path={path} />
        <TextInput
          label="Id"
          value={rule.id}
          onChange={(id) => onChange({ ...rule, id })}
          error={errorOf('id')}
        />
      </div>
      <Button kind="quiet" onClick={onRemove}>
        Remove<span className="visually-hidden"> rule {rule.id}</span>
      </Button>
    </fieldset>
  )
}

/** When in the week it acts, by the clocks of each place. */
function HoursFields({ rule, path, errors, onChange }: Omit<Props, 'onRemove'>) {
  const window = windowOf(rule)
  const others = (rule.hours?.length ?? 1) - 1
  const time = (end: 'from' | 'to', label: string, value: string) => (
    <TextInput
      label={label}
      type="time"
      value={value}
      onChange={(text) => onChange(withTime(rule, end, text))}
      error={errors[`${path}.hours.0.${end}`]}
    />
  )
  return (
    <>
      <Select
        label="Hours, local"
        value={hoursChoice(rule)}
        onChange={(choice) => onChange(withDays(rule, choice))}
        options={hoursChoices(rule)}
        {...(others > 0 ? { hint: `and ${others} more, which stay as they are` } : {})}
      />
      {window && time('from', 'Begins at', window.from)}
      {window && time('to', 'Ends at', window.to)}
    </>
  )
}
