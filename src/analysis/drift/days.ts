const dayMs = 86_400_000

export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
export const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)
export const addDays = (day: string, days: number): string => dayOf(startOf(day) + days * dayMs)

/** `length` days that end with `last`, oldest first. */
export function daysUpTo(last: string, length: number): string[] {
  return Array.from({ length }, (_, i) => addDays(last, i - length + 1))
}
