import { useState } from 'react'
import { objectiveText } from '../../text/objectives.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/inputs.tsx'
import { Panel } from '../../ui/panel.tsx'
import { BoundRow } from './bound-row.tsx'
import { type Bound, firstBound, measures } from './bounds.ts'
import { type ObjectiveKey, objectiveKeys } from './trade-offs-state.ts'
import './solve.css'

interface Props {
  readonly maximise: ObjectiveKey
  readonly bounds: readonly Bound[]
  readonly isBusy: boolean
  /** an answer stands below, of what the address says */
  readonly isAsked: boolean
  readonly onSolve: (maximise: ObjectiveKey, bounds: readonly Bound[]) => void
}

const mostBounds = 6

/** The question as a sentence: the most of one, while others hold. */
export function SolveForm({ maximise, bounds, isBusy, isAsked, onSolve }: Props) {
  const [wanted, setWanted] = useState(maximise)
  const [held, setHeld] = useState(bounds)
  const free = measures.filter((measure) => !held.some((bound) => bound.measure === measure))
  const isOther = wanted !== maximise || JSON.stringify(held) !== JSON.stringify(bounds)
  const [next] = free
  return (
    <Panel title="What do you want?">
      <form
        className="stack"
        aria-label="What to solve"
        onSubmit={(event) => {
          event.preventDefault()
          onSolve(wanted, held)
        }}
      >
        <div className="row row-end solve-most">
          <Select<ObjectiveKey>
            label="The most"
            value={wanted}
            onChange={setWanted}
            options={objectiveKeys.map((value) => ({
              value,
              label: value === 'wait' ? 'short waits' : objectiveText(value).label.toLowerCase(),
            }))}
          />
          <p className="solve-while">{held.length > 0 ? 'while' : 'whatever it costs.'}</p>
        </div>
        {held.length > 0 && (
          <ul className="stack-tight" aria-label="What must hold">
            {held.map((bound, index) => (
              <BoundRow
                key={bound.measure}
                bound={bound}
                free={free}
                onChange={(changed) => setHeld(held.with(index, changed))}
                onRemove={() => setHeld(held.filter((_, other) => other !== index))}
              />
            ))}
          </ul>
        )}
        <div className="row">
          <Button type="submit" kind="primary" isBusy={isBusy}>
            Solve
          </Button>
          {next && held.length < mostBounds && (
            <Button onClick={() => setHeld([...held, firstBound(next)])}>Add what must hold</Button>
          )}
          {isAsked && isOther && <span className="soft">The answer below is of the question before.</span>}
        </div>
      </form>
    </Panel>
  )
}
