import type { ProfileSettings } from '../../../client/index.ts'
import type { Profiles } from '../../api/use-profiles.ts'
import { formatValue } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { Select, Slider } from '../../ui/inputs.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { FloorsEditor } from '../shared/floors-editor.tsx'
import { WeightSliders } from '../shared/weight-sliders.tsx'
import { budgetAt, percentOf, positionOf } from '../shared/weights.ts'
import { baseOf, isMoved, nothingMoved, type TryState } from './try-state.ts'

interface Props {
  readonly profiles: Profiles
  readonly profileKey: string
  readonly settings: ProfileSettings
  readonly state: TryState
  readonly set: (patch: Partial<TryState>, mode?: 'push' | 'replace') => void
}

/** The profile, and everything of it that can be moved to see what happens. */
export function ProfileControls({ profiles, profileKey, settings, state, set }: Props) {
  const options = profiles.all
    .filter(({ live }) => live)
    .map(({ key, isDefault }) => ({ value: key, label: isDefault ? `${key} (default)` : key }))
  return (
    <Panel
      title="Profile"
      actions={
        isMoved(state) && (
          <Button kind="quiet" onClick={() => set(nothingMoved, 'push')}>
            Put back
          </Button>
        )
      }
    >
      <div className="stack">
        <Select
          label="Rank by"
          value={profileKey}
          onChange={(profile) => set({ profile, ...nothingMoved }, 'push')}
          options={options}
          hint={settings.description}
        />
        <Select
          label="Compared with"
          value={state.against}
          onChange={(against) => set({ against }, 'push')}
          options={[
            { value: '', label: baseInWords(profileKey, profiles.defaultKey, state) },
            { value: profileKey, label: `${profileKey} as published` },
            ...options.filter(({ value }) => value !== profileKey),
          ]}
        />
        <WeightSliders
          weights={state.weights ?? percentOf(settings.weights)}
          onChange={(weights) => set({ weights })}
        />
        <Slider
          label={<Measure name="budget">Latency budget</Measure>}
          value={positionOf(state.budget ?? settings.latencyBudgetMs)}
          onChange={(position) => set({ budget: budgetAt(position) })}
          min={0}
          max={100}
          step={1}
          words={formatValue(state.budget ?? settings.latencyBudgetMs, 'wholeMs')}
        />
        <Slider
          label={<Measure name="diversity" />}
          value={state.diversity ?? settings.diversity}
          onChange={(diversity) => set({ diversity })}
          min={0}
          max={1}
          step={0.05}
          words={(state.diversity ?? settings.diversity).toFixed(2)}
        />
        <FloorsEditor
          floors={state.floors ?? settings.exposureFloors}
          onChange={(floors) => set({ floors })}
        />
      </div>
    </Panel>
  )
}

/** What stands behind the choice that follows by itself. */
function baseInWords(key: string, defaultKey: string | undefined, state: TryState): string {
  const base = baseOf(key, defaultKey, { ...state, against: '' })
  return base === key ? 'Automatic: as published' : `Automatic: ${base}`
}
