import { Button } from '../../../ui/button.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Empty } from '../../../ui/states.tsx'
import type { SectionProps } from './draft-editor.tsx'
import { RuleFields } from './rule-fields.tsx'
import { freeId, type Rule } from './rules.ts'

/** What is done by hand, each with who wants it, why, and until when. */
export function RulesSection({ settings: { rules }, change, errors }: SectionProps) {
  const add = () => {
    const rule: Rule = {
      id: freeId(rules),
      action: 'boost',
      strength: 1,
      target: { cuisine: '' },
      owner: '',
      reason: '',
    }
    change({ rules: [...rules, rule] })
  }
  return (
    <Panel
      title="Rules"
      hint="Exclude goes before pin, pin before boost and bury, and all of them before floors and guardrails."
      actions={<Button onClick={add}>Add a rule</Button>}
    >
      {rules.length === 0 ? (
        <Empty title="No rules">Lists follow the weights alone, within what they are to keep.</Empty>
      ) : (
        <div className="stack">
          {rules.map((rule, index) => (
            <RuleFields
              // biome-ignore lint/suspicious/noArrayIndexKey: its id is among what is edited
              key={index}
              rule={rule}
              path={`rules.${index}`}
              errors={errors}
              onChange={(next) => change({ rules: rules.with(index, next) })}
              onRemove={() => change({ rules: rules.filter((_, other) => other !== index) })}
            />
          ))}
        </div>
      )}
    </Panel>
  )
}
