import type { ProfileSettings } from '../../../../client/index.ts'
import { formatValue } from '../../../text/format.ts'
import { Select, Slider } from '../../../ui/inputs.tsx'
import { Measure } from '../../../ui/measure.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { budgetAt, positionOf } from '../../shared/weights.ts'
import type { SectionProps } from './draft-editor.tsx'
import { Fault } from './fault.tsx'

type Plan = ProfileSettings['minimumPlan']
const plans: readonly { readonly value: Plan; readonly label: string }[] = [
  { value: 'popular', label: 'popular: prepared lists, no model' },
  { value: 'fast', label: 'fast' },
  { value: 'full', label: 'full: all the work' },
]

/** How long an answer may take, and which work and model it is made with. */
export const TimeSection = ({ settings, change, errors }: SectionProps) => (
  <Panel title="Time and model">
    <div className="stack">
      <div>
        <Slider
          label={<Measure name="budget" />}
          value={positionOf(settings.latencyBudgetMs)}
          onChange={(position) => change({ latencyBudgetMs: budgetAt(position) })}
          min={0}
          max={100}
          step={1}
          words={formatValue(settings.latencyBudgetMs, 'wholeMs')}
        />
        <Fault words={errors['latencyBudgetMs']} />
      </div>
      <Select
        label="At least this plan"
        value={settings.minimumPlan}
        onChange={(minimumPlan) => change({ minimumPlan })}
        options={plans}
        error={errors['minimumPlan']}
      />
      <Select
        label="At most this plan"
        value={settings.maximumPlan}
        onChange={(maximumPlan) => change({ maximumPlan })}
        options={plans}
        error={errors['maximumPlan']}
      />
      <Select
        label={<Measure name="modelChannel" />}
        value={settings.modelChannel}
        onChange={(modelChannel) => change({ modelChannel })}
        options={[
          { value: 'latest', label: 'latest: the newest that passed' },
          { value: 'stable', label: 'stable: the promoted one' },
        ]}
        error={errors['modelChannel']}
      />
    </div>
  </Panel>
)
