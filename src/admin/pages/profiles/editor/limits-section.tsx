import { useState } from 'react'
import { formatValue } from '../../../text/format.ts'
import { objectiveColour, objectiveOrder, objectiveText } from '../../../text/objectives.ts'
import { Button } from '../../../ui/button.tsx'
import { Select, Slider, Swatch, TextInput } from '../../../ui/inputs.tsx'
import { Measure } from '../../../ui/measure.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { FloorsEditor } from '../../shared/floors-editor.tsx'
import type { SectionProps } from './draft-editor.tsx'
import { Fault, faultBelow } from './fault.tsx'

/** What every list is held to, whatever the weights: guardrails and floors. */
export const LimitsSection = (props: SectionProps) => (
  <Panel title="What every list keeps">
    <div className="stack">
      <Guardrails {...props} />
      <div className="stack-tight">
        <FloorsEditor
          floors={props.settings.exposureFloors}
          onChange={(floors) => props.change({ exposureFloors: [...floors] })}
        />
        <DistrictFloor {...props} />
        <Fault words={faultBelow(props.errors, 'exposureFloors')} />
      </div>
    </div>
  </Panel>
)

const guardable = objectiveOrder.filter((key) => key !== 'latency')
const firstShare = 0.97

function Guardrails({ settings: { guardrails }, change, errors }: SectionProps) {
  const free = guardable.filter((key) => !guardrails.some(({ objective }) => objective === key))
  const [chosen, setChosen] = useState<(typeof guardable)[number]>('relevance')
  const next = free.includes(chosen) ? chosen : free[0]
  return (
    <fieldset className="stack-tight">
      <legend className="field-legend">
        <Measure name="guardrail">Guardrails</Measure>
      </legend>
      {guardrails.map((guardrail, index) => (
        <div key={guardrail.objective} className="floor">
          <Slider
            label={
              <>
                <Swatch colour={objectiveColour(guardrail.objective)} />
                {objectiveText(guardrail.objective).label} of its best
              </>
            }
            value={guardrail.minShare}
            onChange={(minShare) =>
              change({ guardrails: guardrails.with(index, { ...guardrail, minShare }) })
            }
            min={0.5}
            max={1}
            step={0.01}
            words={`≥ ${formatValue(guardrail.minShare, 'share')}`}
          />
          <Button
            kind="quiet"
            aria-label={`Remove the guardrail on ${objectiveText(guardrail.objective).label}`}
            onClick={() => change({ guardrails: guardrails.filter((_, other) => other !== index) })}
          >
            Remove
          </Button>
        </div>
      ))}
      {next && (
        <div className="row row-end floor-add">
          <Select
            label="On"
            value={next}
            onChange={setChosen}
            options={free.map((key) => ({ value: key, label: objectiveText(key).label }))}
          />
          <Button
            onClick={() => change({ guardrails: [...guardrails, { objective: next, minShare: firstShare }] })}
          >
            Add a guardrail
          </Button>
        </div>
      )}
      <Fault words={faultBelow(errors, 'guardrails')} />
    </fieldset>
  )
}

function DistrictFloor({ settings: { exposureFloors }, change }: SectionProps) {
  const [district, setDistrict] = useState('')
  const value = district.trim()
  const isTaken = exposureFloors.some(({ group }) => group.by === 'district' && group.value === value)
  const add = () => {
    change({ exposureFloors: [...exposureFloors, { group: { by: 'district', value }, minShare: 0.1 }] })
    setDistrict('')
  }
  return (
    <div className="row row-end floor-add">
      <TextInput label="Or for a district" value={district} onChange={setDistrict} placeholder="its name" />
      <Button disabled={value === '' || isTaken} onClick={add}>
        Add it
      </Button>
    </div>
  )
}
