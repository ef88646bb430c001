import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { objectiveKeys, profileSettingsSchema, weightsSchema } from '../../src/profiles/schema.ts'
import { shippedProfiles } from '../../src/profiles/shipped.ts'
import {
  latencyShare,
  normaliseWeights,
  objectiveWeights,
  shareOf,
  weightKeys,
  withShare,
} from '../../src/profiles/weights.ts'
import { settingsWith } from './factory.ts'

const weight = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true }))
const weights = fc
  .record({
    relevance: weight,
    revenue: weight,
    margin: weight,
    wait: weight,
    discovery: weight,
    latency: weight,
  })
  .filter((given) => weightsSchema.safeParse(given).success)
const sum = (values: object) => Object.values(values).reduce((total: number, value) => total + value, 0)

describe('normalised weights', () => {
  test.prop([weights])('sum to 1, with latency and without', (given) => {
    expect(sum(normaliseWeights(given))).toBeCloseTo(1, 12)
    expect(sum(objectiveWeights(given))).toBeCloseTo(1, 12)
  })

  test.prop([weights, fc.double({ min: 1e-3, max: 1e3, noNaN: true })])(
    'do not change when all are multiplied by one factor',
    (given, factor) => {
      const before = normaliseWeights(given)
      const after = normaliseWeights({ ...given, ...scaled(given, factor) })
      for (const key of weightKeys) expect(after[key]).toBeCloseTo(before[key], 9)
    },
  )

  test.prop([weights, fc.constantFrom(...weightKeys), fc.double({ min: 0, max: 0.99, noNaN: true })])(
    'with one at a share give it that share and keep the ratios of the others',
    (given, key, share) => {
      const swept = withShare(given, key, share)
      expect(weightsSchema.safeParse(swept).success).toBe(true)
      expect(shareOf(swept, key)).toBeCloseTo(share, 9)
      const others = objectiveKeys.filter((other) => other !== key && given[other] > 0)
      for (const other of others) {
        expect(shareOf(swept, other) * given[others[0]!]).toBeCloseTo(
          shareOf(swept, others[0]!) * given[other],
          3,
        )
      }
      if (key !== 'latency') expect(latencyShare(swept)).toBeCloseTo(latencyShare(given), 9)
    },
  )

  test.prop([weights, fc.constantFrom(...objectiveKeys)])(
    'with one at 1 are that objective alone',
    (given, key) => {
      expect(objectiveWeights(withShare(given, key, 1))).toEqual(
        objectiveWeights({
          relevance: 0,
          revenue: 0,
          margin: 0,
          wait: 0,
          discovery: 0,
          latency: 0,
          [key]: 1,
        }),
      )
    },
  )

  test.prop([weights])('with latency at 1 leave the objectives their ratios', (given) => {
    const swept = withShare(given, 'latency', 1)
    for (const key of objectiveKeys) {
      expect(objectiveWeights(swept)[key]).toBeCloseTo(objectiveWeights(given)[key], 9)
    }
  })
})

function scaled(given: Record<string, number>, factor: number) {
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value * factor]))
}

describe('settings', () => {
  test.each(Object.keys(shippedProfiles))('of the shipped profile %s fit the schema', (key) => {
    const settings = shippedProfiles[key]
    expect(profileSettingsSchema.parse(settings)).toEqual(settings)
  })

  test('that contradict themselves are refused, every fault by field', () => {
    const rule = {
      id: 'r',
      action: 'exclude',
      target: { cuisine: 'Sushi' },
      owner: 'o',
      reason: 'r',
      from: '2026-02-01T00:00:00Z',
      until: '2026-01-01T00:00:00Z',
    }
    const parsed = profileSettingsSchema.safeParse({
      ...settingsWith(),
      minimumPlan: 'full',
      maximumPlan: 'fast',
      guardrails: [
        { objective: 'relevance', minShare: 0.9 },
        { objective: 'relevance', minShare: 0.8 },
      ],
      rules: [rule, rule],
    })
    expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual([
      'minimumPlan',
      'guardrails.1.objective',
      'rules.0.until',
      'rules.1.id',
      'rules.1.until',
    ])
  })
})
