import { type CandidateSource, nothing } from './source.ts'

/** What the model puts nearest to the user. */
export const model: CandidateSource = {
  key: 'model',
  share: 0.5,
  propose: ({ scorer, admits }, k) => scorer?.nearest(k, admits) ?? nothing,
}
