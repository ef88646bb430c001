import { useState } from 'react'
import { formatValue } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { Select, Slider } from '../../ui/inputs.tsx'
import { Measure } from '../../ui/measure.tsx'
import { type Floor, groupKey, groupName, knownGroups } from './groups.ts'
import './floors-editor.css'

interface Props {
  readonly floors: readonly Floor[]
  readonly onChange: (floors: readonly Floor[]) => void
}

const firstShare = 0.1

/** Least shares of attention for groups of places, in each list. */
export function FloorsEditor({ floors, onChange }: Props) {
  const taken = new Set(floors.map(({ group }) => groupKey(group)))
  const free = knownGroups.filter((group) => !taken.has(groupKey(group)))
  return (
    <fieldset className="stack-tight">
      <legend className="field-legend">
        <Measure name="exposureFloor">Exposure floors</Measure>
      </legend>
      {floors.map((floor, index) => (
        <div key={groupKey(floor.group)} className="floor">
          <Slider
            label={groupName(floor.group)}
            value={floor.minShare}
            onChange={(minShare) => onChange(floors.with(index, { ...floor, minShare }))}
            min={0}
            max={1}
            step={0.05}
            words={`≥ ${formatValue(floor.minShare, 'share')}`}
          />
          <Button
            kind="quiet"
            aria-label={`Remove the floor for ${groupName(floor.group)}`}
            onClick={() => onChange(floors.filter((_, other) => other !== index))}
          >
            Remove
          </Button>
        </div>
      ))}
      {free.length > 0 && (
        <AddFloor groups={free} onAdd={(group) => onChange([...floors, { group, minShare: firstShare }])} />
      )}
    </fieldset>
  )
}

function AddFloor({
  groups,
  onAdd,
}: {
  groups: readonly Floor['group'][]
  onAdd: (group: Floor['group']) => void
}) {
  const [chosen, setChosen] = useState('')
  const group = groups.find((each) => groupKey(each) === chosen) ?? groups[0]
  if (!group) return null
  return (
    <div className="row row-end floor-add">
      <Select
        label="For"
        value={groupKey(group)}
        onChange={setChosen}
        options={groups.map((each) => ({ value: groupKey(each), label: groupName(each) }))}
      />
      <Button onClick={() => onAdd(group)}>Add a floor</Button>
    </div>
  )
}
