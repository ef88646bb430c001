import { describe, expect, test } from 'vitest'
import { groupingsOf } from '../../src/analysis/fairness/groups.ts'
import { newWithinDays } from '../../src/catalog/new-places.ts'
import type { RestaurantGroup } from '../../src/profiles/schema.ts'
import { groupName, membership } from '../../src/ranking/groups.ts'
import { dinnerMs, testWorld } from '../support/world.ts'

const dayMs = 86_400_000
const listed = [0, newWithinDays, newWithinDays + 1, -1, 400]
const { catalogue } = testWorld({
  restaurants: 5,
  restaurant: (i) => ({
    listedAt: new Date(dinnerMs - listed[i]! * dayMs).toISOString(),
    brand: [null, 'Twins', 'Twins', 'Single', null][i]!,
    priceLevel: i === 4 ? null : 1 + (i % 2),
    district: i < 2 ? 'Harbour' : null,
  }),
})
const membersOf = (group: RestaurantGroup) => {
  const isMember = membership(catalogue, group, dinnerMs)
  return [0, 1, 2, 3, 4].filter(isMember)
}

describe('a group of restaurants', () => {
  test('is what its name says', () => {
    expect(membersOf({ by: 'new' })).toEqual([0, 1])
    expect(membersOf({ by: 'independent' })).toEqual([0, 3, 4])
    expect(membersOf({ by: 'priceLevel', value: 2 })).toEqual([1, 3])
    expect(membersOf({ by: 'district', value: 'Harbour' })).toEqual([0, 1])
    expect(membersOf({ by: 'district', value: 'Moon' })).toEqual([])
    expect(groupName({ by: 'district', value: 'Harbour' })).toBe('district=Harbour')
  })

  test('is the same to floors and to the fairness report', () => {
    const inReport = (dimension: string, name: string) => {
      const { names, of } = groupingsOf(catalogue, dinnerMs).find((each) => each.dimension === dimension)!
      return [0, 1, 2, 3, 4].filter((item) => names[of[item]!] === name)
    }
    expect(inReport('age', 'new')).toEqual(membersOf({ by: 'new' }))
    expect(inReport('ownership', 'independent')).toEqual(membersOf({ by: 'independent' }))
    expect(inReport('price level', '2')).toEqual(membersOf({ by: 'priceLevel', value: 2 }))
    expect(inReport('district', 'Harbour')).toEqual(membersOf({ by: 'district', value: 'Harbour' }))
  })
})
