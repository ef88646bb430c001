import { TextInput } from '../../../ui/inputs.tsx'
import { Panel } from '../../../ui/panel.tsx'
import type { SectionProps } from './draft-editor.tsx'

/** Whose profile it is, and what it is for. */
export const WordsSection = ({ settings, change, errors }: SectionProps) => (
  <Panel title="Whose it is">
    <div className="stack">
      <TextInput
        label="Stakeholder"
        value={settings.stakeholder}
        onChange={(stakeholder) => change({ stakeholder })}
        error={errors['stakeholder']}
      />
      <TextInput
        label="What it wants"
        value={settings.description}
        onChange={(description) => change({ description })}
        rows={4}
        error={errors['description']}
      />
    </div>
  </Panel>
)
