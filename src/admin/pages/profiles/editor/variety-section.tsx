import { formatValue } from '../../../text/format.ts'
import { Check, Slider } from '../../../ui/inputs.tsx'
import { Measure } from '../../../ui/measure.tsx'
import { Panel } from '../../../ui/panel.tsx'
import type { SectionProps } from './draft-editor.tsx'
import { Fault, faultBelow } from './fault.tsx'

const attributes = ['cuisine', 'brand', 'district'] as const

/** How much lists vary: among their places, from visit to visit, by chance. */
export function VarietySection({ settings, change, errors }: SectionProps) {
  const { diversity, diversityBy, maxDrift, exploration } = settings
  return (
    <Panel title="Variety">
      <div className="stack">
        <Slider
          label={<Measure name="diversity" />}
          value={diversity}
          onChange={(value) => change({ diversity: value })}
          min={0}
          max={1}
          step={0.05}
          words={formatValue(diversity, 'score')}
        />
        <fieldset>
          <legend className="field-legend">
            <Measure name="diversityBy" />
          </legend>
          <div className="row">
            {attributes.map((attribute) => (
              <Check
                key={attribute}
                label={attribute}
                isOn={diversityBy.includes(attribute)}
                onChange={(isOn) =>
                  change({
                    diversityBy: attributes.filter((each) =>
                      each === attribute ? isOn : diversityBy.includes(each),
                    ),
                  })
                }
              />
            ))}
          </div>
          <Fault words={faultBelow(errors, 'diversityBy')} />
        </fieldset>
        <Slider
          label={<Measure name="maxDrift" />}
          value={maxDrift}
          onChange={(value) => change({ maxDrift: value })}
          min={0}
          max={1}
          step={0.05}
          words={maxDrift >= 1 ? 'no cap' : `at most ${formatValue(maxDrift, 'share')}`}
        />
        <Slider
          label={<Measure name="exploration" />}
          value={exploration.temperature}
          onChange={(temperature) => change({ exploration: { temperature } })}
          min={0}
          max={2}
          step={0.05}
          words={formatValue(exploration.temperature, 'score')}
        />
      </div>
    </Panel>
  )
}
