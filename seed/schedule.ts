import type { Random } from '../src/numeric/random.ts'
import { pickIndex, poisson } from './sampling.ts'
import type { World } from './world.ts'

/** Local minutes at which meals centre, their spread, and the bounds outside of which none begins; quarter hours. */
const mealTimes = [
  { centre: 540, spread: 50, from: 420, to: 660 },
  { centre: 770, spread: 40, from: 675, to: 900 },
  { centre: 990, spread: 45, from: 900, to: 1080 },
  { centre: 1205, spread: 50, from: 1080, to: 1350 },
  { centre: 1400, spread: 50, from: 1350, to: 1545 },
] as const
/** How busy the days are, Monday first. */
const dayFactors = [0.88, 0.86, 0.92, 0.98, 1.18, 1.16, 1.02] as const
/** How meals shift on Fridays to Sundays. */
const weekendMeals = [1.5, 0.8, 1.2, 1.15, 1.6] as const

export interface SessionStart {
  readonly person: number
  readonly atMs: number
}

/** What a session can last: everything in it stays within the quarter hour of its start. */
export const sessionSeconds = 180

/**
 * Who opens the app on a local day (its night included, which ends after midnight), in order of time, ties by person. A day's
 * first session is later than all of the day before.
 */
export function sessionsOf(world: World, day: number, random: Random): SessionStart[] {
  const { calendar, people } = world
  const weekday = calendar.weekday(day)
  const starts: SessionStart[] = []
  people.forEach(({ hidden }, person) => {
    if (day < hidden.joinedDay) return
    for (let left = poisson(random, hidden.sessionsPerDay * dayFactors[weekday]!); left > 0; left--) {
      const weights =
        weekday >= 4 ? hidden.meals.map((share, meal) => share * weekendMeals[meal]!) : hidden.meals
      const atMs = calendar.instant(day, startMinute(pickIndex(random, weights), random))
      if (atMs >= calendar.startMs && atMs + sessionSeconds * 1000 < calendar.endMs)
        starts.push({ person, atMs })
    }
  })
  return starts.sort((a, b) => a.atMs - b.atMs || a.person - b.person)
}

/** A time within the first twelve minutes of a quarter hour, to the second. */
function startMinute(meal: number, random: Random): number {
  const { centre, spread, from, to } = mealTimes[meal]!
  const wish = centre + spread * random.normal()
  const bounded = wish >= from && wish < to ? wish : from + (to - from) * random.next()
  return Math.floor(bounded / 15) * 15 + random.int(720) / 60
}
