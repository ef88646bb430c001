import type { Command as Commander } from 'commander'
import { importFoodDelivery } from '../../import/food-delivery/import-food-delivery.ts'
import { importOwn, ownKinds } from '../../import/own/import-own.ts'
import type { ImportOptions, ImportReport } from '../../import/run-import.ts'
import { importUci } from '../../import/uci/import-uci.ts'
import { importYelp } from '../../import/yelp/import-yelp.ts'
import type { Command } from '../command.ts'
import { renderImport } from '../import-summary.ts'
import { createProgress, type Progress } from '../progress.ts'
import { withDatabase } from '../with-database.ts'

type Importer = (path: string, options: ImportOptions) => Promise<ImportReport>

/** `import <source> <path>`: one subcommand a source. */
export const importCommand: Command = {
  register(program) {
    const group = program
      .command('import')
      .description('bring data in; importing the same again changes nothing')
      .showHelpAfterError()
    add(
      group,
      'food-delivery',
      '<dir>',
      'a food-delivery company: vendors, customers, places, orders (CSV)',
      importFoodDelivery,
    )
    add(group, 'uci', '<dir>', 'the Restaurant & consumer data of UCI (nine CSV files)', importUci)
    add(group, 'yelp', '<dir>', 'the Yelp Open Dataset: business, user, review (JSON lines)', importYelp)
    for (const kind of ownKinds) {
      const text = `${kind} as export writes them; the file's name ends in .csv or .ndjson`
      add(group, kind, '<file>', text, (path, options) => importOwn(kind, path, options))
    }
  },
}

function add(group: Commander, name: string, argument: string, description: string, run: Importer): void {
  group
    .command(`${name} ${argument}`)
    .description(description)
    .option('--json', 'print the report as one line of JSON')
    .action(async (path: string, { json }: { json?: boolean }) => {
      const report = await withDatabase(async ({ database }) => {
        let progress: Progress | undefined
        try {
          return await run(path, {
            database,
            onProgress(bytes, totalBytes) {
              progress ??= createProgress(`import ${name} (kB)`, kilobytes(totalBytes))
              progress.update(kilobytes(bytes))
            },
          })
        } finally {
          progress?.stop()
        }
      })
      process.stdout.write(`${json ? JSON.stringify(report) : renderImport(report)}\n`)
    })
}

const kilobytes = (bytes: number) => Math.ceil(bytes / 1000)
