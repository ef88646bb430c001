import { Check, Segments, TextInput } from '../../ui/inputs.tsx'
import { Panel } from '../../ui/panel.tsx'
import './request-form.css'
import type { RequestState } from './request-state.ts'
import { UserPicker } from './user-picker.tsx'

interface Props {
  readonly state: RequestState
  readonly set: (patch: Partial<RequestState>, mode?: 'push' | 'replace') => void
}

/** Around the centre of what is served by the first start's city; only what the fields begin with. */
const somewhere = { lat: 39.6012, lon: -9.0655 }

/** Who asks, where and when. */
export function RequestForm({ state, set }: Props) {
  const isElsewhere = state.lat !== null && state.lon !== null
  return (
    <Panel title="Request">
      <div className="stack">
        <UserPicker user={state.user} onChange={(user) => set({ user }, 'push')} />
        <Check label="Only places open then" isOn={state.open} onChange={(open) => set({ open })} />
        <details open={isElsewhere || state.at !== ''}>
          <summary className="small">
            Where and when{' '}
            <span className="soft">
              {isElsewhere ? 'elsewhere' : 'the guest’s own place'}, {state.at === '' ? 'now' : 'then'}
            </span>
          </summary>
          <div className="stack request-more">
            <Segments
              label="Place"
              value={isElsewhere ? 'elsewhere' : 'home'}
              onChange={(place) => set(place === 'home' ? { lat: null, lon: null } : somewhere)}
              options={[
                { value: 'home', label: 'Guest’s own' },
                { value: 'elsewhere', label: 'Elsewhere' },
              ]}
            />
            {isElsewhere && <Coordinates state={state} set={set} />}
            <TextInput
              label="Time"
              type="datetime-local"
              value={state.at}
              onChange={(at) => set({ at })}
              hint="Empty: now."
            />
          </div>
        </details>
      </div>
    </Panel>
  )
}

const Coordinates = ({ state, set }: Props) => (
  <div className="row row-end">
    <TextInput
      label="Latitude"
      type="number"
      value={String(state.lat ?? '')}
      onChange={(text) => text !== '' && set({ lat: Number(text) })}
    />
    <TextInput
      label="Longitude"
      type="number"
      value={String(state.lon ?? '')}
      onChange={(text) => text !== '' && set({ lon: Number(text) })}
    />
  </div>
)
