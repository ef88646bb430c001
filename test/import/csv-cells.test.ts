import { fc, test as propTest } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { readList, readText, writeList, writeText } from '../../src/import/own/csv-cells.ts'
import { anyText } from './odd-text.ts'

describe('a CSV cell', () => {
  propTest.prop([anyText])('gives a text back exactly, and no spreadsheet takes it for a formula', (text) => {
    expect(readText(writeText(text))).toBe(text)
    expect(writeText(text)).not.toMatch(/^[=+\-@]/)
  })

  propTest.prop([fc.array(anyText, { maxLength: 4 })])('gives a list back exactly', (list) => {
    expect(readList(writeList(list))).toEqual(list)
    expect(writeList(list)).not.toMatch(/^[=+\-@]/)
  })

  test('holds a list as a person writes it', () => {
    expect(readList('Thai; Sushi ;')).toEqual(['Thai', 'Sushi'])
    expect(writeList(['Thai', 'Sushi'])).toBe('Thai;Sushi')
  })
})
