import { expect, test } from 'vitest'
import { sideName } from '../../src/admin/pages/fairness/fairness-state.ts'
import { drawnRows, groupRows, leanings } from '../../src/admin/pages/fairness/group-rows.ts'
import type { GroupFairness } from '../../src/client/index.ts'

const interval = (mean: number, half: number) => ({ mean, low: mean - half, high: mean + half })
const group = (name: string, ratio: number, half: number, restaurants = 10): GroupFairness => ({
  dimension: 'cuisine',
  group: name,
  restaurants,
  catalogueShare: restaurants / 100,
  exposure: interval(0.1, 0.01),
  merit: 0.1,
  exposureOverMerit: null,
  historical: 0.1,
  amplification: interval(ratio, half),
})

const side = (name: string, groups: readonly GroupFairness[]) => ({ name, colour: 'red', groups })

test('a group leans only where its interval leaves 1 out, the furthest first', () => {
  const rows = groupRows(
    [
      side('a', [
        group('Thai', 1.5, 0.2),
        group('Pizza', 2, 0.2),
        group('Grill', 1.1, 0.2),
        group('Poke', 0.5, 0.1),
      ]),
    ],
    'cuisine',
  )
  const { more, less } = leanings(rows, 0, 'amplification')
  expect(more.map(({ name }) => name)).toEqual(['Pizza', 'Thai'])
  expect(less.map(({ name }) => name)).toEqual(['Poke'])
  expect(leanings(rows, 0, 'exposureOverMerit')).toEqual({ more: [], less: [] })
})

test('groups of two sides stand in one row by name, and small ones are not drawn', () => {
  const rows = groupRows(
    [side('a', [group('Thai', 1, 0.1), group('Itallian', 0, 0, 1)]), side('b', [group('Thai', 2, 0.1)])],
    'cuisine',
  )
  expect(rows.map(({ name, sides }) => [name, sides.map((of) => of?.amplification?.mean)])).toEqual([
    ['Thai', [1, 2]],
    ['Itallian', [0, undefined]],
  ])
  expect(drawnRows(rows).map(({ name }) => name)).toEqual(['Thai'])
})

test('sides are called as people call them', () => {
  expect(['live', 'sales', 'draft:sales', 'sales@3', 'sales~none', 'sales~v1'].map(sideName)).toEqual([
    'Shown',
    'sales',
    'sales, draft',
    'sales, revision 3',
    'sales, no model',
    'sales, v1',
  ])
})
