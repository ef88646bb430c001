import { glossary } from '../../text/glossary.ts'
import { objectiveText, type WeightKey } from '../../text/objectives.ts'
import { Segments, Select } from '../../ui/inputs.tsx'
import { type SetObjectives, type ShownState, type TotalKey, totalKeys } from './objectives-state.ts'

interface Props extends Pick<ShownState, 'objective' | 'total'> {
  readonly objectives: readonly WeightKey[]
  readonly set: SetObjectives
}

/** Whose weight is swept, and what that is read by. */
export const SweepChoice = ({ objectives, objective, total, set }: Props) => (
  <div className="row row-end">
    <Segments<WeightKey>
      label="Objective"
      value={objective}
      onChange={(chosen) => set({ objective: chosen, point: -1 })}
      options={objectives.map((value) => ({ value, label: objectiveText(value).label }))}
    />
    <Select<TotalKey>
      label="Read by"
      value={total}
      onChange={(chosen) => set({ total: chosen })}
      options={totalKeys.map((value) => ({ value, label: glossary[value].label }))}
    />
  </div>
)
