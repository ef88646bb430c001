import { objectiveColour, objectiveOrder, objectiveText } from '../../text/objectives.ts'
import { Slider, Swatch } from '../../ui/inputs.tsx'

interface Props {
  /** by objective, 0 to 100; only ratios matter */
  readonly weights: Readonly<Record<string, number>>
  readonly onChange: (weights: Readonly<Record<string, number>>) => void
  /** what is wrong with them, as the service said */
  readonly error?: string | undefined
}

/** A slider an objective; beside it the share that its weight comes to. */
export function WeightSliders({ weights, onChange, error }: Props) {
  const sum = objectiveOrder.reduce((total, key) => total + (weights[key] ?? 0), 0)
  return (
    <fieldset className="stack-tight">
      <legend className="field-legend">Weights</legend>
      {objectiveOrder.map((key) => {
        const value = weights[key] ?? 0
        return (
          <Slider
            key={key}
            label={
              <>
                <Swatch colour={objectiveColour(key)} />
                {objectiveText(key).label}
              </>
            }
            colour={objectiveColour(key)}
            value={value}
            onChange={(next) => onChange({ ...weights, [key]: next })}
            min={0}
            max={100}
            step={1}
            words={`${Math.round(sum > 0 ? (100 * value) / sum : 0)}\u202f%`}
          />
        )
      })}
      {error && <p className="field-error">Weights {error}</p>}
    </fieldset>
  )
}
