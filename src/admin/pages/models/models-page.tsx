import { useUrlState } from '../../router/use-url-state.ts'
import { modelsFields } from './models-state.ts'
import { Overview } from './overview.tsx'
import { RunDetail } from './run-detail.tsx'
import { VersionDetail } from './version-detail.tsx'

export default function ModelsPage() {
  const [state, set] = useUrlState(modelsFields)
  if (state.version !== '') return <VersionDetail key={state.version} state={state} set={set} />
  if (state.run !== '') return <RunDetail key={state.run} state={state} set={set} />
  return <Overview state={state} set={set} />
}
