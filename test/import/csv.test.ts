import { fc, test as propTest } from '@fast-check/vitest'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { describe, expect, test } from 'vitest'
import { type CsvRecord, csvCell, parseCsvRecord, readCsvRecords } from '../../src/import/csv-records.ts'
import { readLines, type TextLine } from '../../src/import/lines.ts'

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of source) all.push(one)
  return all
}

const lines = (bytes: Buffer, size = 7, limit?: number): Promise<TextLine[]> =>
  collect(readLines(inPieces(bytes, size), limit))

const records = (text: string, width: number | null): Promise<CsvRecord[]> =>
  collect(readCsvRecords(readLines(inPieces(Buffer.from(text), 5)), () => width))

describe('lines', () => {
  propTest.prop([
    fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }).map((s) => s.replaceAll(/[\r\n\uFEFF]/g, '.'))),
    fc.constantFrom('\n', '\r\n'),
    fc.integer({ min: 1, max: 9 }),
  ])('are the same however the bytes are cut, with either line end', async (texts, end, size) => {
    const read = await lines(Buffer.from(texts.map((text) => text + end).join('')), size)
    expect(read.map(({ text }) => text)).toEqual(texts)
    expect(read.map(({ number }) => number)).toEqual(texts.map((_, i) => i + 1))
  })

  test('are decoded one by one: UTF-8 where they are, Latin-1 where not', async () => {
    const bytes = Buffer.concat([Buffer.from('\uFEFFé\n'), Buffer.from('é\n', 'latin1'), Buffer.from('ñ')])
    const read = await lines(bytes)
    expect(read.map(({ text, isLatin }) => [text, isLatin])).toEqual([
      ['é', false],
      ['é', true],
      ['ñ', false],
    ])
  })

  test('beyond the limit are cut and told, and the next is whole', async () => {
    const read = await lines(Buffer.from(`${'x'.repeat(100)}\nshort\n`), 16, 20)
    expect(read.map(({ isTooLong }) => isTooLong)).toEqual([true, false])
    expect(read[0]?.text.length).toBeLessThan(100)
    expect(read[1]?.text).toBe('short')
  })
})

describe('a CSV record', () => {
  const cell = fc.string({ maxLength: 8 }).map((s) => s.replaceAll(/[\r\n]/g, '"'))
  propTest.prop([fc.array(cell, { minLength: 1, maxLength: 5 })])(
    'is read as another library writes it, and written so that another library reads it',
    (cells) => {
      expect(parseCsvRecord(stringify([cells]).replace(/\n$/, ''))).toEqual(cells)
      const line = cells.map(csvCell).join(',')
      expect(parseCsvRecord(line)).toEqual(cells)
      if (line !== '') expect(parse(line, { relax_quotes: true })).toEqual([cells])
    },
  )

  test('may hold line ends in quotes', async () => {
    expect((await records('a,"b\nc",d\ne,f,g\n', 3)).map(({ cells, line }) => [line, cells])).toEqual([
      [1, ['a', 'b\nc', 'd']],
      [3, ['e', 'f', 'g']],
    ])
  })

  test('with a quote that never closes costs its own line alone', async () => {
    const read = await records('a,b\n1,"2\n3,4\n5,"6"\n7,8\n', 2)
    expect(read.map(({ line, fault }) => [line, fault])).toEqual([
      [1, null],
      [2, 'a quote does not close'],
      [3, null],
      [4, null],
      [5, null],
    ])
  })

  test('keeps what is waited for bounded', async () => {
    const many = Array.from({ length: 500 }, (_, i) => `${i},x`)
    const read = await records(['a,"b', ...many].join('\n'), 2)
    expect(read.filter(({ fault }) => fault === null)).toHaveLength(500)
  })

  test('with cells too many or too few is broken; blank lines are no records', async () => {
    const read = await records('1,2\n\n3\n4,5,6\n7,8,,\n', 2)
    expect(read.map(({ line, fault }) => [line, fault])).toEqual([
      [1, null],
      [3, 'the row has fewer cells than the header'],
      [4, 'the row has more cells than the header'],
      [5, null],
    ])
  })
})
