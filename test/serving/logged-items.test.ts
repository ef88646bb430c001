import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { objectives } from '../../src/ranking/objectives/objectives.ts'
import type { ObjectiveContribution, RankedItem } from '../../src/ranking/types.ts'
import { loggedItem, readItems, weighingOf } from '../../src/serving/logged-items.ts'
import { loggedItemsSchema, loggedPlanSchema } from '../../src/serving/logged-schema.ts'

const number = fc.double({ noNaN: true, noDefaultInfinity: true })
const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true })
const terms = objectives.length
const vector = (of: fc.Arbitrary<number>) => fc.array(of, { minLength: terms, maxLength: terms })
const rules = fc.array(fc.constantFrom('rule:new', 'pin:ours', 'diversity', 'guardrail'), { maxLength: 3 })

const list = fc
  .tuple(
    vector(fc.double({ min: 0, max: 1, noNaN: true })),
    vector(positive),
    fc.array(fc.tuple(vector(number), rules, number), { maxLength: 5 }),
  )
  .map(([weights, scales, places]) =>
    places.map(
      ([values, moved, distanceKm], item): RankedItem => ({
        item,
        rank: item + 1,
        score: values[0]!,
        propensity: 1,
        distanceKm: moved.length > 2 ? Number.NaN : distanceKm,
        probability: 0.5,
        spend: 20,
        sources: ['near'],
        objectives: objectives.map(({ key, unit }, k) => {
          const [weight, scale, value] = [weights[k]!, scales[k]!, values[k]!]
          return {
            key,
            value,
            unit,
            weight,
            scale,
            contribution: weight === 0 ? 0 : (weight / scale) * value,
          }
        }),
        adjustments: moved.map((by) => ({ by, contribution: 0.25 })),
      }),
    ),
  )

const plan = { name: 'full', candidates: 100, predictedMs: 1, budgetMs: 100 }
const ids = ['a', 'b', 'c', 'd', 'e']
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
/** JSON has one zero. */
const positiveZero = (value: number) => value + 0
const withoutSign = ({ value, contribution, ...by }: ObjectiveContribution) => ({
  ...by,
  value: positiveZero(value),
  contribution: positiveZero(contribution),
})

describe('a list in the log', () => {
  test.prop([list])('has bit for bit what each objective gave to each place', (items) => {
    const read = loggedItemsSchema.parse(throughJson(items.map((item) => loggedItem(item, ids))))
    const { weighing } = loggedPlanSchema.parse(throughJson({ ...plan, weighing: weighingOf(items) }))
    expect(readItems(read, weighing).map(({ objectives }) => objectives.map(withoutSign))).toEqual(
      items.map(({ objectives }) => objectives.map(withoutSign)),
    )
  })

  test.prop([list])('has what moved each place, and by which rule', (items) => {
    const read = readItems(
      loggedItemsSchema.parse(throughJson(items.map((item) => loggedItem(item, ids)))),
      [],
    )
    expect(read.map(({ adjustments }) => adjustments)).toEqual(items.map(({ adjustments }) => adjustments))
    expect(read.map((item) => item.rules)).toEqual(
      items.map(({ adjustments }) => adjustments.map(({ by }) => by).filter((by) => /^(rule|pin):/.test(by))),
    )
    expect(read.map(({ distanceKm }) => distanceKm)).toEqual(
      items.map(({ distanceKm }) => (Number.isNaN(distanceKm) ? null : positiveZero(distanceKm))),
    )
  })

  test('of the form that had every objective in full is read as it stands', () => {
    const objective = { key: 'wait', unit: 'min', value: -3, weight: 0.5, scale: 2, contribution: -0.75 }
    const old = {
      restaurantId: 'a',
      score: 1,
      propensity: 1,
      probability: 0.5,
      spend: 9,
      distanceKm: null,
      sources: [],
      objectives: [objective],
      adjustments: [],
    }
    expect(readItems(loggedItemsSchema.parse([old]), [])[0]!.objectives).toEqual([objective])
  })
})
