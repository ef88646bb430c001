const clocks = new Map<string, Intl.DateTimeFormat | null>()

/** A zone's clock; null: nobody knows the zone. There are some hundreds of zones, so that they can all be kept. */
function clockOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  let clock: Intl.DateTimeFormat | null = null
  try {
    clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
  } catch {
    return null
  }
  clocks.set(timeZone, clock)
  return clock
}

/**
 * The hour that clocks show at a place, 0 to 23: in UTC every change to summer time would look like drift. An unknown zone counts as UTC.
 */
export function localHour(ms: number, timeZone: string): number {
  const clock = clockOf(timeZone)
  return clock ? Number(clock.format(ms)) : new Date(ms).getUTCHours()
}
