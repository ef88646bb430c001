import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { prefixed, toCsv, toNdjson } from '../../src/http/routes/admin/tabular.ts'

describe('rows', () => {
  const rows = [
    { name: '=1+1', note: 'a "quoted", line\nbreak', value: -1.5, isIn: true },
    { name: '@home', note: '', value: null, isIn: false, late: 'only here' },
  ]

  test('as CSV are read back by a parser, with no cell that a spreadsheet would run', () => {
    const [first, second] = parse(toCsv(rows), { columns: true }) as Record<string, string>[]
    expect(first).toEqual({
      name: "'=1+1",
      note: 'a "quoted", line\nbreak',
      value: '-1.5',
      isIn: 'true',
      late: '',
    })
    expect(second).toMatchObject({ name: "'@home", value: '', late: 'only here' })
  })

  test('as NDJSON are the rows', () => {
    expect(
      toNdjson(rows)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(rows)
  })

  test('take flat values alone under a prefix', () => {
    expect(prefixed('a', { b: 1, c: null, d: { e: 1 }, f: undefined })).toEqual({ 'a.b': 1, 'a.c': null })
  })
})
