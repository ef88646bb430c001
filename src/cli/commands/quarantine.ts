import { InvalidArgumentError } from 'commander'
import { listQuarantine } from '../../import/quarantine.ts'
import type { Command } from '../command.ts'
import { renderTable } from '../table.ts'
import { withDatabase } from '../with-database.ts'

interface Options {
  source?: string
  limit: number
  json?: boolean
}

const shownWidth = 60

/** `quarantine`: the rows that imports could not use, with their reasons. */
export const quarantineCommand: Command = {
  register(program) {
    program
      .command('quarantine')
      .description('list the rows that imports could not use, each with its reason')
      .option('--source <name>', 'of one source: food-delivery, uci, yelp, restaurants, users, interactions')
      .option('--limit <n>', 'rows at most', readLimit, 1000)
      .option('--json', 'one line of JSON a row, whole')
      .action(async ({ source, limit, json }: Options) => {
        const { rows, total } = await withDatabase(({ database }) =>
          listQuarantine(database.pool, source ?? null, limit),
        )
        if (json) {
          process.stdout.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
          return
        }
        if (total === 0) {
          process.stdout.write('No row is in quarantine.\n')
          return
        }
        const lines = rows.map((row) => [row.source, row.file, row.line, row.reason, shorten(row.raw)])
        process.stdout.write(`${renderTable(['source', 'file', 'line', 'reason', 'row'], lines)}\n`)
        if (rows.length < total) process.stdout.write(`${rows.length} of ${total}; --limit shows more.\n`)
      })
  },
}

function readLimit(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1) throw new InvalidArgumentError('It is a whole number from 1.')
  return limit
}

function shorten(raw: string): string {
  const line = raw.replaceAll(/\s+/g, ' ')
  return line.length > shownWidth ? `${line.slice(0, shownWidth - 1)}…` : line
}
