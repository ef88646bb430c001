import { fc, test as property } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { companySettings } from '../../src/relevance/company-settings.ts'
import { defaultCollaborativeSettings } from '../../src/relevance/models/collaborative/settings.ts'

const users = fc.integer({ min: 1, max: 1_000_000 })

describe('the spectral model of one market', () => {
  property.prop([users, fc.integer({ min: 4097, max: 1_000_000 })])(
    'has a direction for every hundred restaurants, as far as there are so many, in steps of eight',
    (people, restaurants) => {
      const { rank } = companySettings(people, restaurants)
      const most = defaultCollaborativeSettings(people, restaurants).rank
      expect(rank % 8).toBe(0)
      expect(rank).toBeLessThanOrEqual(most)
      if (rank < most) expect(Math.abs(rank - restaurants / 100)).toBeLessThanOrEqual(4)
    },
  )

  property.prop([users, fc.integer({ min: 1, max: 4096 })])(
    'is the default where every pair is looked at',
    (people, restaurants) => {
      expect(companySettings(people, restaurants)).toEqual(defaultCollaborativeSettings(people, restaurants))
    },
  )
})
