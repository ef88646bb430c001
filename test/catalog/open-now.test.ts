import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { buildCatalogue } from '../../src/catalog/build-catalogue.ts'
import { openNowOf } from '../../src/catalog/open-now.ts'
import { isOpenAt, minutesPerWeek } from '../../src/catalog/opening-hours.ts'
import { type HoursSpan, restaurantSchema } from '../../src/catalog/schema.ts'

const day = fc.constantFrom('mon', 'tue', 'sun')
const clock = fc.constantFrom('00:00', '00:01', '09:00', '23:59')
const span: fc.Arbitrary<HoursSpan> = fc.record({ day, opens: clock, closes: clock })
const places = fc.array(fc.option(fc.array(span, { maxLength: 3 })), { minLength: 1, maxLength: 4 })

/** Few minutes, so that the same come again; the week's first and last among them. */
const minute = fc.oneof(
  fc.constantFrom(0, 1, 540, 1439, 1440, minutesPerWeek - 1),
  fc.nat(minutesPerWeek - 1),
)
const questions = fc.array(fc.tuple(fc.nat(3), minute), { maxLength: 60 })

test.prop([places, questions])(
  'what is remembered is what the hours say, whatever was asked before',
  (all, asked) => {
    const listedAt = '2026-01-01T00:00:00Z'
    const catalogue = buildCatalogue(
      all.map((hours, n) =>
        restaurantSchema.parse({ id: `r${n}`, name: 'R', hours, listedAt, updatedAt: listedAt }),
      ),
    )
    const isOpen = openNowOf(catalogue)
    for (const [place, minuteOfWeek] of asked) {
      const item = place % all.length
      expect(isOpen(item, minuteOfWeek)).toBe(isOpenAt(catalogue, item, minuteOfWeek))
    }
  },
)
