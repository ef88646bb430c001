import { floored } from './floored.ts'
import { fresh } from './fresh.ts'
import { lastShown } from './last-shown.ts'
import { model } from './model.ts'
import { near } from './near.ts'
import { pinned } from './pinned.ts'
import { popular } from './popular.ts'
import { repeat } from './repeat.ts'
import type { CandidateSource } from './source.ts'
import { taste } from './taste.ts'

/** Every candidate source; the order says only in which order an item's sources are listed. At most 31. */
export const candidateSources: readonly CandidateSource[] = [
  pinned,
  repeat,
  model,
  taste,
  popular,
  near,
  fresh,
  floored,
  lastShown,
]
