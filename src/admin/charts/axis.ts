import { formatTick, type Unit } from '../text/format.ts'

/**
 * How the ticks of an axis are written: with as many digits as tell neighbours apart. Plot hands over all ticks as the third argument,
 * which its types do not say.
 */
export const tickFormat =
  (unit: Unit) =>
  (value: number, _index?: number, ticks: readonly number[] = []): string =>
    formatTick(value, unit, ticks.length > 1 ? Math.abs(ticks[1]! - ticks[0]!) : Math.abs(value))
