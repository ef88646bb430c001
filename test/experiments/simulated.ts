import type { Moments } from '../../src/experiments/metrics.ts'
import type { VariantData } from '../../src/experiments/pair.ts'
import { type ExperimentSettings, experimentSettingsSchema } from '../../src/experiments/schema.ts'
import type { Random } from '../../src/numeric/random.ts'

export const settingsOf = (changes: Partial<ExperimentSettings> = {}): ExperimentSettings =>
  experimentSettingsSchema.parse({
    hypothesis: 'h',
    owner: 'o',
    variants: [
      { key: 'control', profile: 'product', share: 0.5 },
      { key: 'other', profile: 'sales', share: 0.5 },
    ],
    ...changes,
  })

/** What one user did, as totals: y and x of each metric. */
export interface Outcome {
  readonly orders: number
  readonly fee: number
  readonly margin: number
  readonly wait: number
  readonly gain: number
}

export interface World {
  /** orders a user */
  readonly rate: number
  /** mean fee of an order */
  readonly fee: number
  /** minutes */
  readonly wait: number
}

export const usual: World = { rate: 0.3, fee: 2.5, wait: 35 }

/** Some order often and most never do (a geometric law), at amounts with a long tail. */
export function drawUser(random: Random, { rate, fee, wait }: World): Outcome {
  const orders = poisson(random, rate * random.exponential())
  const outcome = { orders, fee: 0, margin: 0, wait: 0, gain: 0 }
  for (let n = 0; n < orders; n++) {
    const earned = fee * Math.exp(0.6 * random.normal() - 0.18)
    outcome.fee += earned
    outcome.margin += earned - 1
    outcome.wait += wait + 8 * random.normal()
    outcome.gain += 1 / Math.log2(2 + random.int(10))
  }
  return outcome
}

function poisson(random: Random, mean: number): number {
  let product = random.next()
  let n = 0
  while (product > Math.exp(-mean)) {
    product *= random.next()
    n++
  }
  return n
}

/** Running sums of a variant, as the database would make them. */
export function createTotals() {
  let users = 0
  let active = 0
  const sums = new Float64Array(5)
  const products = new Float64Array(25)
  return {
    add({ orders, fee, margin, wait, gain }: Outcome) {
      const values = [orders, fee, margin, wait, gain]
      users++
      if (orders > 0) active++
      values.forEach((a, i) => {
        sums[i]! += a
        values.forEach((b, j) => {
          products[5 * i + j]! += a * b
        })
      })
    },
    data(key: string): VariantData {
      const mean = (i: number) => (users === 0 ? 0 : sums[i]! / users)
      const covariance = (i: number, j: number) =>
        users < 2 ? 0 : (products[5 * i + j]! - users * mean(i) * mean(j)) / (users - 1)
      const moments = (y: number, x: number | null): Moments => ({
        users,
        active,
        meanY: mean(y),
        varianceY: covariance(y, y),
        meanX: x === null ? 1 : mean(x),
        varianceX: x === null ? 0 : covariance(x, x),
        covariance: x === null ? 0 : covariance(y, x),
      })
      return {
        key,
        enrolled: users,
        moments: {
          orders: moments(0, null),
          revenue: moments(1, null),
          margin: moments(2, null),
          wait: moments(3, 0),
          ndcg: moments(4, 0),
        },
      }
    },
  }
}
