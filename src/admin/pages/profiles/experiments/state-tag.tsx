import type { Experiment } from '../../../../client/index.ts'
import { Tag } from '../../../ui/tag.tsx'

export const StateTag = ({ state }: { state: Experiment['state'] }) => (
  <Tag kind={state === 'running' ? 'good' : state === 'draft' ? 'warn' : 'plain'}>{state}</Tag>
)
