import { fc, test as law } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { budgetAt, percentOf, positionOf } from '../../src/admin/pages/shared/weights.ts'
import { draftOf, nothingMoved, sidesOf } from '../../src/admin/pages/try/try-state.ts'
import { profileSettingsSchema } from '../../src/profiles/schema.ts'
import { shippedProfiles } from '../../src/profiles/shipped.ts'

const { sales } = shippedProfiles
const settings = sales!
const keys = Object.keys(settings.weights)
const percent = fc.integer({ min: 0, max: 100 })

law.prop([
  fc.dictionary(fc.constantFrom(...keys), percent),
  fc.integer({ min: 1, max: 1000 }),
  fc.double({ min: 0, max: 1, noNaN: true }),
])('whatever is moved, what is tried are settings that could be published', (weights, budget, diversity) => {
  const draft = draftOf(settings, { weights, budget, diversity: diversity + 0, floors: null })
  expect(profileSettingsSchema.safeParse(draft).success).toBe(true)
})

test('where the sliders begin means what the profile says', () => {
  const percents = percentOf(settings.weights)
  expect(Object.values(percents).reduce((sum, value) => sum + value, 0)).toBeCloseTo(100, 6)
  expect(percents.revenue / percents.relevance).toBeCloseTo(
    settings.weights.revenue / settings.weights.relevance,
    6,
  )
})

law.prop([fc.integer({ min: 0, max: 100 })])(
  'a place of the budget’s slider comes back to itself',
  (position) => {
    expect(Math.abs(positionOf(budgetAt(position)) - position)).toBeLessThanOrEqual(1)
  },
)

test('what was moved is held against the published; what was not, against what is served', () => {
  const names = (key: string, moved: object) =>
    sidesOf(key, settings, 'product', { ...nothingMoved, against: '', ...moved }).map(
      ({ profile, settings: own }) => profile ?? (own ? 'settings' : null),
    )
  expect(names('product', {})).toEqual(['product'])
  expect(names('sales', {})).toEqual(['product', 'sales'])
  expect(names('sales', { budget: 50 })).toEqual(['sales', 'settings'])
  expect(names('sales', { against: 'manager' })).toEqual(['manager', 'sales'])
  expect(names('sales', { against: 'sales' })).toEqual(['sales'])
})
