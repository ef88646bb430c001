import { describe, expect, test } from 'vitest'
import {
  defaultOrderSettings,
  orderSettingsSchema,
  orderSettingsSpace,
  sameSettings,
} from '../../src/relevance/order-settings.ts'

describe('settings of the order model', () => {
  test('that a search tries are valid and all different, the default first', () => {
    expect(orderSettingsSpace[0]).toEqual(defaultOrderSettings)
    for (const settings of orderSettingsSpace) expect(orderSettingsSchema.parse(settings)).toEqual(settings)
    for (const [n, a] of orderSettingsSpace.entries()) {
      for (const b of orderSettingsSpace.slice(0, n)) expect(sameSettings(a, b)).toBe(false)
    }
  })

  test('that a search tries vary each one that there is', () => {
    for (const key of orderSettingsSchema.keyof().options) {
      expect(new Set(orderSettingsSpace.map((settings) => settings[key])).size).toBeGreaterThan(1)
    }
  })

  test('stored before there were so many mean what they meant', () => {
    const { company, neighbours, maxOccasions } = defaultOrderSettings
    expect(orderSettingsSchema.parse({ company, neighbours, maxOccasions })).toEqual(defaultOrderSettings)
  })
})
