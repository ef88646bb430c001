import { formatValue } from '../../../text/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Select, Slider } from '../../../ui/inputs.tsx'
import { Fault, faultBelow } from '../editor/fault.tsx'
import { firstHarm, freeMetric, type Plan } from './experiment-plan.ts'
import { type MetricKey, metricKeys, metricWords } from './metrics.ts'
import './experiment-form.css'

interface Props {
  readonly guardrails: Plan['guardrails']
  readonly onChange: (guardrails: Plan['guardrails']) => void
  /** faults by path below `settings` */
  readonly errors: Readonly<Record<string, string>>
}

/** What ends the experiment by itself: proven harm to a measure. */
export function GuardrailFields({ guardrails, onChange, errors }: Props) {
  const free = freeMetric({ guardrails })
  const isTaken = (metric: MetricKey) => guardrails.some((guardrail) => guardrail.metric === metric)
  return (
    <fieldset className="stack-tight">
      <legend className="field-legend">Ends by itself on proven harm to</legend>
      {guardrails.map((guardrail, index) => {
        const { label, harm } = metricWords[guardrail.metric]
        return (
          <div key={guardrail.metric} className="guarded">
            <Select<MetricKey>
              label={<span className="visually-hidden">Guardrail {index + 1}</span>}
              value={guardrail.metric}
              onChange={(metric) => onChange(guardrails.with(index, { ...guardrail, metric }))}
              options={metricKeys
                .filter((key) => key === guardrail.metric || !isTaken(key))
                .map((value) => ({ value, label: metricWords[value].label }))}
            />
            <Slider
              label={`A ${harm} of more than`}
              value={guardrail.smallestHarm}
              onChange={(smallestHarm) => onChange(guardrails.with(index, { ...guardrail, smallestHarm }))}
              min={0}
              max={0.2}
              step={0.005}
              words={formatValue(guardrail.smallestHarm, 'share')}
            />
            <Button
              kind="quiet"
              aria-label={`Remove the guardrail on ${label}`}
              onClick={() => onChange(guardrails.filter((_, other) => other !== index))}
            >
              Remove
            </Button>
          </div>
        )
      })}
      {guardrails.length === 0 && <p className="soft small">Nothing: only a person ends it.</p>}
      <Fault words={faultBelow(errors, 'guardrails')} />
      {free !== undefined && (
        <div className="row">
          <Button onClick={() => onChange([...guardrails, { metric: free, smallestHarm: firstHarm }])}>
            Add a guardrail
          </Button>
        </div>
      )}
    </fieldset>
  )
}
