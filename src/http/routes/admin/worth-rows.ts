import { type PastWorth, worthKeys } from '../../../serving/worth.ts'
import { prefixed, type Row } from './tabular.ts'

/** A row for each figure of each side. */
export function worthRows({ sides }: PastWorth): Row[] {
  return sides.flatMap(({ name, figures, change }) =>
    worthKeys.map((measure) => ({
      side: name,
      measure,
      ...figures[measure],
      ...prefixed('change', { ...change?.[measure] }),
    })),
  )
}
