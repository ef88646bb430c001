import { fc, test as propTest } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { pathInWords, valueInWords } from '../../src/admin/pages/profiles/diff-words.ts'
import {
  hoursChoice,
  hoursChoices,
  hoursInWords,
  withDays,
  withTime,
} from '../../src/admin/pages/profiles/editor/rule-hours.ts'
import { emptyPlan, toCreateBody } from '../../src/admin/pages/profiles/experiments/experiment-plan.ts'
import { heldAgainst, inWords, negated } from '../../src/admin/pages/profiles/held-figures.ts'
import { settingsInWords } from '../../src/admin/pages/profiles/settings-words.ts'
import { withObjectives } from '../../src/admin/pages/shared/weights.ts'
import { firstBound, measures, toBound } from '../../src/admin/pages/trade-offs/bounds.ts'
import type { SampledComparison } from '../../src/client/index.ts'
import { experimentSettingsSchema } from '../../src/experiments/schema.ts'
import { solveBodySchema } from '../../src/http/routes/admin/solve-schema.ts'
import { type Rule, ruleSchema } from '../../src/profiles/schema.ts'
import { shippedProfiles } from '../../src/profiles/shipped.ts'
import { latencyShare, objectiveWeights } from '../../src/profiles/weights.ts'

type Side = SampledComparison['sides'][number]
const exactly = (mean: number) => ({ mean, low: mean, high: mean })
const figures = (orders: number, revenue: number, ms: number) => ({
  orders: exactly(orders),
  revenue: exactly(revenue),
  margin: exactly(0),
  waitMinutes: exactly(0),
  discovery: exactly(0),
  predictedMs: exactly(ms),
})
const side = (name: string, totals: Side['totals'], change: Side['change']): Side => ({
  name,
  totals,
  change,
  agreement: { overlap: null, kendallTau: null, rbo: null, displacement: null },
  plans: {},
})
const report: SampledComparison = {
  source: 'log',
  k: 10,
  requests: 5,
  empty: 0,
  users: 5,
  sides: [
    side('sales', figures(0.9, 2.2, 40), figures(0, 0, 0)),
    side('ml-engineer', figures(1, 2, 100), figures(0.1, -0.2, 60)),
    side('product', figures(1, 2, 100), figures(0.1, -0.2, 60)),
  ],
}

describe('a profile held against another', () => {
  test('says what the switch did, although the comparison was made from the other side', () => {
    const held = heldAgainst(report, 'ml-engineer', 'sales')
    expect(held && inWords(held)).toBe(
      '10.0\u202f% less relevance, 10.0\u202f% more revenue, answers 60.0\u202fms faster',
    )
  })

  test('is refused where the comparison cannot say it', () => {
    expect(heldAgainst(report, 'ml-engineer', 'product')).toBeNull()
    expect(heldAgainst(report, 'sales', 'sales')).toBeNull()
    expect(heldAgainst(report, 'sales', 'nobody')).toBeNull()
  })

  const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
  propTest.prop([finite, finite, finite])('differences turned round twice are what they were', (a, b, c) => {
    const [low = 0, mean = 0, high = 0] = [a + 0, b + 0, c + 0].sort((x, y) => x - y)
    const interval = { mean, low, high }
    const turned = negated(interval)
    expect((turned?.low ?? 1) <= (turned?.high ?? 0)).toBe(true)
    expect(negated(turned)).toEqual({ mean: mean + 0, low: low + 0, high: high + 0 })
  })
})

describe('settings in words', () => {
  test.each(Object.entries(shippedProfiles))('say all of %s, no part of it empty', (_, settings) => {
    for (const { words } of settingsInWords(settings)) {
      expect(words.length).toBeGreaterThan(0)
      for (const each of words) expect(each).not.toMatch(/undefined|NaN|^\s*$/)
    }
  })

  test('differences are called by what they are', () => {
    expect(pathInWords('weights.revenue')).toBe('Weight of Revenue')
    expect(pathInWords('guardrails.relevance.minShare')).toBe('Guardrail on Relevance, least share')
    expect(pathInWords('rules.no-sushi.strength')).toBe('Rule no-sushi, strength')
    expect(valueInWords(0.97, 'guardrails.relevance.minShare')).toBe('97.0\u202f%')
    expect(valueInWords(null)).toBe('–')
  })
})

describe('hours of a rule in the editor', () => {
  const rule: Rule = ruleSchema.parse({
    id: 'lunch',
    action: 'boost',
    strength: 1,
    target: { cuisine: 'Thai' },
    owner: 'Sales',
    reason: 'campaign',
  })

  test('each choice can be chosen, is what the service takes, and goes again', () => {
    for (const { value } of hoursChoices(rule)) {
      const chosen = withDays(rule, value)
      expect(ruleSchema.parse(chosen)).toEqual(chosen)
      expect(hoursChoice(chosen)).toBe(value)
      expect(withDays(chosen, '')).toEqual(rule)
    }
  })

  test('days that no choice names, and further windows, stay as they are', () => {
    const own: Rule = {
      ...rule,
      hours: [
        { days: ['mon', 'wed'], from: '12:00', to: '13:00' },
        { from: '22:00', to: '01:00' },
      ],
    }
    expect(hoursChoices(own)).toContainEqual({ value: hoursChoice(own), label: 'Monday, Wednesday' })
    const later = withTime(own, 'to', '14:00')
    expect(hoursInWords(later.hours!)).toBe('Monday, Wednesday 12:00 to 14:00, Every day 22:00 to 01:00')
    expect(withTime(own, 'from', '')).toEqual(own)
  })
})

const weight = fc.double({ noNaN: true, min: 0, max: 100 })
propTest.prop([weight, weight, fc.double({ noNaN: true, min: 0.01, max: 1 })])(
  'a point of the frontier takes the place of a profile’s objectives, and leaves its price on time alone',
  (latency, wait, revenue) => {
    const before = { relevance: 2, revenue: 1, margin: 0, wait, discovery: 0, latency }
    const after = withObjectives(before, { relevance: 1, revenue })
    expect(latencyShare(after)).toBeCloseTo(latencyShare(before), 4)
    expect(objectiveWeights(after).revenue).toBeCloseTo(revenue / (1 + revenue), 4)
    expect(after.wait).toBe(0)
  },
)

test.each(measures)('what the solver’s form offers for %s is what the service takes', (measure) => {
  const body = { profile: 'sales', maximise: 'revenue', subjectTo: [toBound(firstBound(measure))] }
  expect(solveBodySchema.safeParse(body).error?.issues ?? []).toEqual([])
})

describe('a planned experiment', () => {
  const variant = fc.record({
    profile: fc.constantFrom('sales', 'product', 'sales@2', 'sales@13', `${'a'.repeat(60)}`),
    model: fc.constantFrom('', '2026-11-24T1425Z-a94d273d'),
    parts: fc.integer({ min: 1, max: 100 }),
  })
  const plans = fc.array(variant, { minLength: 2, maxLength: 5 })

  propTest.prop([plans])('is one that the service takes, whatever is split and however', (variants) => {
    const { key, settings } = toCreateBody({ ...emptyPlan, key: 'k', hypothesis: 'h', owner: 'o', variants })
    expect(key).toBe('k')
    expect(() => experimentSettingsSchema.parse(settings)).not.toThrow()
  })

  test('keeps what was chosen of each variant', () => {
    const variants = [
      { profile: 'sales', model: '', parts: 30 },
      { profile: 'sales@3', model: '', parts: 10 },
      { profile: 'sales', model: 'm1', parts: 20 },
      { profile: 'sales', model: '', parts: 60 },
    ]
    expect(toCreateBody({ ...emptyPlan, variants }).settings.variants).toEqual([
      { key: 'sales', profile: 'sales', share: 0.25 },
      { key: 'sales-r3', profile: 'sales', revision: 3, share: expect.closeTo(1 / 12) },
      { key: 'sales-model', profile: 'sales', modelVersion: 'm1', share: expect.closeTo(1 / 6) },
      { key: 'sales-2', profile: 'sales', share: 0.5 },
    ])
  })
})
