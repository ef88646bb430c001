import type { Random } from '../../../src/numeric/random.ts'
import type { SparseRows } from '../../../src/numeric/sparse-rows.ts'
import {
  type CollaborativeSettings,
  defaultCollaborativeSettings,
} from '../../../src/relevance/models/collaborative/settings.ts'

export const smallSettings: CollaborativeSettings = {
  ...defaultCollaborativeSettings(240, 60),
  rank: 16,
  entriesPerRow: 30,
}

/** Users and items of three tastes: user and item index modulo 3. Nine in ten interactions are with the user's own taste. */
export function groups(
  random: Random,
  { users, items, perUser }: { users: number; items: number; perUser: number },
): SparseRows {
  const rowStart = new Int32Array(users + 1)
  const columns: number[] = []
  for (let user = 0; user < users; user++) {
    const chosen = new Set<number>()
    while (chosen.size < perUser) {
      const taste = random.next() < 0.9 ? user % 3 : random.int(3)
      chosen.add(random.int(Math.floor(items / 3)) * 3 + taste)
    }
    columns.push(...[...chosen].sort((a, b) => a - b))
    rowStart[user + 1] = columns.length
  }
  return {
    rows: users,
    width: items,
    rowStart,
    columns: Int32Array.from(columns),
    values: new Float32Array(columns.length).fill(1),
  }
}
