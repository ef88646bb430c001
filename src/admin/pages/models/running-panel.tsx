import type { TrainingRunSummary } from '../../../client/index.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Link } from '../../router/link.tsx'
import { Announce } from '../../ui/announce.tsx'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Progress } from '../../ui/progress.tsx'
import { etaInWords, stageInWords, triggerInWords } from './run-words.ts'

/** A run under way: what it is at, how far, how long still, and the way to stop it. */
export function RunningPanel({ run, isLinked = true }: { run: TrainingRunSummary; isLinked?: boolean }) {
  const { can } = useSession()
  const cancel = useAction('POST /v1/admin/training-runs/{id}/cancel', {
    done: () => `Run ${run.id} has been asked to stop.`,
    invalidates: ['GET /v1/admin/training-runs', 'GET /v1/admin/training-runs/{id}'],
  })
  const { stage, progress, etaSeconds, cancelledBy } = run
  const eta = etaInWords(etaSeconds)
  const words = cancelledBy === null ? stageInWords(stage) : 'Stopping'
  return (
    <Panel
      title={
        isLinked ? (
          <>
            Training: <Link to="models" query={{ run: run.id }}>{`run ${run.id}`}</Link>
          </>
        ) : (
          'Under way'
        )
      }
      hint={
        <>
          Started {triggerInWords(run.trigger)} by <code>{run.actor}</code>
          {run.reason && <>: “{run.reason}”</>}. What is served goes on being served.
        </>
      }
      actions={
        can('POST /v1/admin/training-runs/{id}/cancel') && (
          <Button
            isBusy={cancel.isRunning}
            disabled={cancelledBy !== null}
            onClick={() => void cancel.run({ params: { id: run.id } })}
          >
            Cancel the run
          </Button>
        )
      }
    >
      <Progress
        label={words}
        share={progress}
        detail={`${Math.round(progress * 100)} %${eta ? `, ${eta} left` : ''}`}
      />
      <Announce words={words} />
    </Panel>
  )
}
