import { fc, test as law } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import {
  choice,
  type Fields,
  flag,
  json,
  list,
  number,
  numbers,
  optionalNumber,
  readState,
  text,
  writeState,
} from '../../src/admin/router/url-state.ts'

interface State {
  user: string
  k: number
  lat: number | null
  kind: 'list' | 'sample'
  open: boolean
  sides: readonly string[]
  weights: Readonly<Record<string, number>> | null
  floors: readonly number[]
}

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'number')

const fields: Fields<State> = {
  user: text(),
  k: number(10, { min: 1, max: 100 }),
  lat: optionalNumber({ min: -90, max: 90 }),
  kind: choice(['list', 'sample'], 'list'),
  open: flag(true),
  sides: list(['product']),
  weights: numbers(),
  floors: json(isNumbers, []),
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e6 }).map((value) => value + 0)
const name = fc.stringMatching(/^[a-z]{1,8}$/)
const state: fc.Arbitrary<State> = fc.record({
  user: fc.string({ maxLength: 20 }),
  k: fc.integer({ min: 1, max: 100 }),
  lat: fc.option(fc.double({ noNaN: true, min: -90, max: 90 }).map((value) => value + 0)),
  kind: fc.constantFrom('list', 'sample'),
  open: fc.boolean(),
  sides: fc.array(fc.stringMatching(/^[a-z:@]{1,9}$/), { minLength: 1, maxLength: 5 }),
  weights: fc.option(fc.dictionary(name, finite, { minKeys: 1, maxKeys: 5, noNullPrototype: true })),
  floors: fc.array(fc.integer()),
})

law.prop([state])('what is written to an address is read from it', (given) => {
  const query = new URLSearchParams(writeState(fields, new URLSearchParams(), given).toString())
  expect(readState(fields, query)).toEqual(given)
})

law.prop([fc.dictionary(fc.constantFrom(...Object.keys(fields)), fc.string())])(
  'an address that makes no sense is read as something that does',
  (given) => {
    const read = readState(fields, new URLSearchParams(given))
    expect(read.k).toBeGreaterThanOrEqual(1)
    expect(['list', 'sample']).toContain(read.kind)
    expect(Object.values(read.weights ?? {}).every(Number.isFinite)).toBe(true)
  },
)

test('defaults are left out, and what is not ours stays', () => {
  const query = writeState(fields, new URLSearchParams('user=a&other=1'), { user: '', k: 10, kind: 'sample' })
  expect(query.toString()).toBe('other=1&kind=sample')
})
