import { spectralKernels } from '../../../numeric/spectral.ts'
import { operatorRows } from './operator-rows.ts'
import { scoreCandidates } from './score-candidates.ts'

/** All that training runs in pieces, here or in worker threads. */
export const collaborativeKernels = { ...spectralKernels, operatorRows, scoreCandidates }

export type CollaborativeKernels = typeof collaborativeKernels
