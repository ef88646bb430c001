import { z } from 'zod'
import { csvCell } from '../../../import/csv-records.ts'
import { writeText } from '../../../import/own/csv-cells.ts'
import { jsonParts } from '../../json-parts.ts'
import type { Answer } from '../../route.ts'

/** Asks for a report as rows. */
export const formatSchema = z
  .enum(['json', 'csv', 'ndjson'], { error: 'is json, csv or ndjson' })
  .default('json')
  .meta({ description: 'csv and ndjson: the figures as rows, for spreadsheets and notebooks.' })
export type Format = z.infer<typeof formatSchema>

/** What a route that takes `format` may answer with besides JSON. */
export const tabularTypes = ['text/csv', 'application/x-ndjson'] as const

export type Row = Readonly<Record<string, string | number | boolean | null>>

/** The report itself, or its rows; made to text while it is sent, since a report may come to megabytes. */
export function answerAs(format: Format, report: unknown, rows: () => readonly Row[]): Answer {
  if (format === 'json') {
    return { kind: 'parts', status: 200, type: 'application/json', parts: jsonParts(report) }
  }
  return format === 'csv'
    ? { kind: 'text', status: 200, type: 'text/csv', text: toCsv(rows()) }
    : { kind: 'text', status: 200, type: 'application/x-ndjson', text: toNdjson(rows()) }
}

/**
 * RFC 4180 with a head of every column that any row has, in the order of their coming. A text that a spreadsheet would take for a
 * formula gets an apostrophe in front; null is the empty cell.
 */
export function toCsv(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cell = (value: Row[string] | undefined) =>
    value === null || value === undefined
      ? ''
      : typeof value === 'string'
        ? csvCell(writeText(value))
        : String(value)
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(','))
  return [columns.join(','), ...lines].map((line) => `${line}\r\n`).join('')
}

export const toNdjson = (rows: readonly Row[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('')

/** `{orders: 1}` under `change` → `{'change.orders': 1}` */
export function prefixed(prefix: string, record: Readonly<Record<string, unknown>>): Row {
  const flat = Object.entries(record).flatMap(([key, value]): [string, Row[string]][] =>
    value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
      ? [[`${prefix}.${key}`, value]]
      : [],
  )
  return Object.fromEntries(flat)
}
