import type { Catalogue } from '../../../catalog/catalogue.ts'
import { minutesPerWeek } from '../../../catalog/opening-hours.ts'
import { chordBetween, kmOfChord, pointsAt, pointsOf, rangeChord } from '../../../catalog/sphere.ts'
import type { UserQuery } from '../../model.ts'
import type { ZoneMoment } from './moment.ts'
import { mostOrigins } from './reach.ts'
import { cellOf, type WhereaboutsParameters, whereaboutsAt } from './whereabouts.ts'

/** So much of the time a user is where none of their origins is. */
const elsewhere = 0.02

/** How a place stands to where the user probably is. */
export interface Presence {
  /** mean over the origins that it delivers to, as likely as the user is at each; with one origin or none: to the nearest */
  km: number
  /** log P(the user is where it delivers to); 0 for one origin and for none */
  logReach: number
}

/**
 * Of users with several places, who did not say where they are: what delivers to where they are at this hour. The answer is valid
 * until the next call.
 */
export function createPresence(
  parameters: WhereaboutsParameters,
  catalogue: Catalogue,
  query: UserQuery,
  momentOf: (item: number) => ZoneMoment,
): (item: number, nearestKm: number) => Presence {
  const origins = (query.origins ?? []).slice(0, mostOrigins)
  const presence = { km: Number.NaN, logReach: 0 }
  if (origins.length < 2) {
    return (_, km) => {
      presence.km = km
      return presence
    }
  }
  const points = pointsOf(catalogue)
  const from = pointsAt(origins)
  const chordTo = (item: number, o: number) => chordBetween(points, item, from, o)
  const byCell = new Map<ZoneMoment, Float64Array>()
  const sharesAt = (moment: ZoneMoment) => {
    const known = byCell.get(moment)
    if (known) return known
    const found = whereaboutsAt(parameters, {
      ...query,
      origins,
      cellNow: cellOf(moment.minuteOfWeek),
      cellAt: (item, atMs) => cellOf(minuteOf(atMs + momentOf(item).offsetMs)),
      delivers: (item, o) => !(chordTo(item, o) > rangeChord(points, item)),
    })
    byCell.set(moment, found)
    return found
  }
  return (item, nearestKm) => {
    const shares = sharesAt(momentOf(item))
    let reach = 0
    let sum = 0
    for (let o = 0; o < origins.length; o++) {
      const chord = chordTo(item, o)
      if (chord > rangeChord(points, item)) continue
      reach += shares[o]!
      sum += shares[o]! * kmOfChord(chord)
    }
    presence.km = reach > 0 ? sum / reach : nearestKm
    presence.logReach = Math.log((reach + elsewhere) / (1 + elsewhere))
    return presence
  }
}

/** The epoch was a Thursday; Monday is three days before. */
const minuteOf = (localMs: number) => (Math.floor(localMs / 60_000) + 3 * 1440) % minutesPerWeek
