import { Select, TextInput } from '../../ui/inputs.tsx'
import { Panel } from '../../ui/panel.tsx'
import type { SampleState } from './sample-state.ts'

interface Props {
  readonly state: SampleState
  readonly set: (patch: Partial<SampleState>, mode?: 'push' | 'replace') => void
}

const sizes = [50, 100, 200, 500, 1000, 2000]

/** Which past requests are asked again. */
export function SampleForm({ state, set }: Props) {
  const offered = sizes.includes(state.size) ? sizes : [...sizes, state.size].sort((a, b) => a - b)
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
            { value: 'any', label: 'the log, or orders where it is empty' },
            { value: 'log', label: 'the log of recommendations' },
            { value: 'orders', label: 'moments just before orders' },
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
