const dayMs = 86_400_000

/** A new place: listed within so many days. One meaning for floors, fairness, candidates and what trains report. */
export const newWithinDays = 60

/** Listed at or before `atMs`, and no longer than `newWithinDays` before. */
export function isNew(listedAtMs: number, atMs: number): boolean {
  return listedAtMs <= atMs && listedAtMs >= atMs - newWithinDays * dayMs
}
