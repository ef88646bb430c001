import type { Catalogue } from './catalogue.ts'
import { isOpenAt } from './opening-hours.ts'

const kept = new WeakMap<Catalogue, (item: number, minuteOfWeek: number) => boolean>()

/**
 * `isOpenAt`, with its last answer for each restaurant: requests of the same minute ask it of the same ones over and over. Two bytes a
 * restaurant, kept for as long as the catalogue lives.
 */
export function openNowOf(catalogue: Catalogue): (item: number, minuteOfWeek: number) => boolean {
  let isOpen = kept.get(catalogue)
  if (!isOpen) {
    isOpen = createOpenNow(catalogue)
    kept.set(catalogue, isOpen)
  }
  return isOpen
}

function createOpenNow(catalogue: Catalogue) {
  /** twice the minute of the week, one more where it is open; at first a minute that no week has */
  const answers = new Int16Array(catalogue.size).fill(-2)
  return (item: number, minuteOfWeek: number): boolean => {
    const last = answers[item]!
    if (last >> 1 === minuteOfWeek) return (last & 1) === 1
    const isOpen = isOpenAt(catalogue, item, minuteOfWeek)
    answers[item] = 2 * minuteOfWeek + Number(isOpen)
    return isOpen
  }
}
