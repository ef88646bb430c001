import type { ReactNode } from 'react'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Tag } from '../../ui/tag.tsx'
import type { Gate, GateCheck } from './run-report.ts'
import './models.css'

/** The verdict, and each check in words; what failed comes first. */
export function GatePanel({ gate, hint }: { gate: Gate; hint?: ReactNode }) {
  const { accepted, forced, words, checks } = gate
  const failed = checks.filter(({ passed }) => !passed)
  const passed = checks.filter((check) => check.passed)
  return (
    <Panel
      title={<Measure name="gate" />}
      hint={hint}
      actions={
        <Tag kind={forced ? 'warn' : accepted ? 'good' : 'bad'}>
          {forced ? 'served by force' : accepted ? 'passed' : 'kept back'}
        </Tag>
      }
    >
      <div className="stack">
        <p>{words}</p>
        <ul className="models-checks">
          {[...failed, ...passed].map((check) => (
            <Check key={check.name} of={check} />
          ))}
        </ul>
      </div>
    </Panel>
  )
}

const Check = ({ of: { name, passed, words } }: { of: GateCheck }) => (
  <li className="models-check">
    <span>
      <Tag kind={passed ? 'good' : 'bad'}>{passed ? 'passed' : 'failed'}</Tag>
    </span>
    <span>
      <strong>{name.charAt(0).toUpperCase() + name.slice(1)}</strong>{' '}
      <span className={passed ? 'soft' : undefined}>{words}</span>
    </span>
  </li>
)
