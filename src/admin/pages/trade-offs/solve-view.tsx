import { useMemo } from 'react'
import type { Profiles } from '../../api/use-profiles.ts'
import { useQuery } from '../../api/use-query.ts'
import { formatValue } from '../../text/format.ts'
import { Empty, QueryView } from '../../ui/states.tsx'
import { UnderWay } from '../../ui/under-way.tsx'
import { toSample } from '../shared/sample-state.ts'
import { toBound } from './bounds.ts'
import { SolveForm } from './solve-form.tsx'
import { SolveResult } from './solve-result.tsx'
import type { SetTradeOffs, TradeOffsState } from './trade-offs-state.ts'

interface Props {
  readonly profile: string
  readonly profiles: Profiles
  readonly state: TradeOffsState
  readonly set: SetTradeOffs
}

/** The most of one aim while others hold: asked in plain words, answered with weights. */
export function SolveView({ profile, profiles, state, set }: Props) {
  const input = useMemo(
    () =>
      state.solve
        ? {
            body: {
              profile,
              maximise: state.maximise,
              subjectTo: state.bounds.map(toBound),
              sample: toSample(state),
            },
          }
        : null,
    [profile, state],
  )
  const query = useQuery('POST /v1/admin/objectives/solve', input)
  const isBusy = query.isLoading || query.isRefreshing
  return (
    <div className="stack">
      <SolveForm
        // Another question in the address, by the back button or a link, fills the form anew.
        key={JSON.stringify([state.maximise, state.bounds])}
        maximise={state.maximise}
        bounds={state.bounds}
        isBusy={isBusy}
        isAsked={state.solve}
        onSolve={(maximise, bounds) => {
          set({ maximise, bounds, solve: true }, 'push')
          if (state.solve) query.reload()
        }}
      />
      <UnderWay
        label={`Finding weights on two thirds of ${formatValue(state.size, 'count')} past requests, then trying them on the rest`}
        query={query}
      />
      {state.solve ? (
        <QueryView query={query}>
          {(report) => <SolveResult report={report} profile={profile} profiles={profiles} />}
        </QueryView>
      ) : (
        <Empty title="Nothing was solved yet">
          Say what you want the most of and what must hold, and press Solve. Nothing is served from it before
          it is published.
        </Empty>
      )}
    </div>
  )
}
