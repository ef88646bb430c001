import { Panel } from '../../../ui/panel.tsx'
import { WeightSliders } from '../../shared/weight-sliders.tsx'
import { percentOf, type Weights } from '../../shared/weights.ts'
import type { SectionProps } from './draft-editor.tsx'
import { faultBelow } from './fault.tsx'

/** What a list is ordered by. */
export const WeightsSection = ({ settings, change, errors }: SectionProps) => (
  <Panel title="What counts" hint="Only ratios matter; latency is the planner’s price on time.">
    <WeightSliders
      weights={percentOf(settings.weights)}
      onChange={(weights) => change({ weights: weights as Weights })}
      error={faultBelow(errors, 'weights')}
    />
  </Panel>
)
