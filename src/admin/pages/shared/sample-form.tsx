import { Select, TextInput } from '../../ui/inputs.tsx'
import { Panel } from '../../ui/panel.tsx'
import type { SampleState } from './sample-state.ts'

interface Props {
  readonly state: SampleState
  readonly set: (patch: Partial<SampleState>, mode?: 'push' | 'replace') => void
  /** more are not offered */
  readonly most?: number
}

const sizes = [50, 100, 200, 500, 1000, 2000]

/** Which past requests are asked again. */
export function SampleForm({ state, set, most = 2000 }: Props) {
  const offered = [...new Set([...sizes.filter((size) => size <= most), state.size])].sort((a, b) => a - b)
  return (
    <Panel title="Past requests">
      <div className="stack">
        <Select
          label="How many"
          value={String(state.size)}
          onChange={(size) => set({ size: Number(size) }, 'push')}
          options={offered.map((size) => ({ value: String(size), label: String(size) }))}
          hint="More take longer and narrow the intervals."
        />
        <Select
          label="From"
          value={state.source}
          onChange={(source) => set({ source }, 'push')}
          options={[
            { value: 'any', label: 'the log, else orders' },
            { value: 'log', label: 'the log of recommendations' },
            { value: 'orders', label: 'moments before orders' },
          ]}
        />
        <TextInput
          label="Seed"
          type="number"
          value={String(state.seed)}
          onChange={(text) => text !== '' && set({ seed: Number(text) })}
          hint="The same seed draws the same requests."
        />
      </div>
    </Panel>
  )
}
