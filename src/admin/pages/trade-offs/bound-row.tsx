import { Button } from '../../ui/button.tsx'
import { Select, TextInput } from '../../ui/inputs.tsx'
import { type Bound, firstBound, formsOf, type Kind, type Measure, measureLabel } from './bounds.ts'

interface Props {
  readonly bound: Bound
  /** measures that have no bound yet */
  readonly free: readonly Measure[]
  readonly onChange: (bound: Bound) => void
  readonly onRemove: () => void
}

const hidden = (words: string) => <span className="visually-hidden">{words}</span>

/** One thing that must hold: `NDCG stays at least 99 % of its best`. */
export function BoundRow({ bound, free, onChange, onRemove }: Props) {
  const { measure, kind, value } = bound
  const forms = formsOf(measure)
  const form = forms.find((each) => each.kind === kind) ?? forms[0]
  const label = measureLabel(measure)
  return (
    <li className="row bound">
      <Select<Measure>
        label={hidden('What must hold')}
        value={measure}
        onChange={(next) => onChange(firstBound(next))}
        options={[measure, ...free].map((each) => ({ value: each, label: measureLabel(each) }))}
      />
      {forms.length > 1 ? (
        <Select<Kind>
          label={hidden(`How ${label} is bounded`)}
          value={kind}
          onChange={(next) => onChange({ ...bound, kind: next })}
          options={forms.map((each) => ({
            value: each.kind,
            label: each.kind === 'best' ? `${each.before}, of its best` : each.before,
          }))}
        />
      ) : (
        <span>{form?.before}</span>
      )}
      <span className="bound-value">
        <TextInput
          label={hidden(
            `${label} ${form?.before ?? ''}, ${form?.after ?? ''}${kind === 'best' ? ' of its best' : ''}`,
          )}
          type="number"
          value={String(value)}
          onChange={(text) => text !== '' && onChange({ ...bound, value: Number(text) })}
        />
      </span>
      <span>{form?.after}</span>
      <Button kind="quiet" aria-label={`Remove the bound on ${label}`} onClick={onRemove}>
        Remove
      </Button>
    </li>
  )
}
