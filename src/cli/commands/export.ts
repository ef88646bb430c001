import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Option } from 'commander'
import { type ExportFormat, exportFormats, exportOwn } from '../../import/own/export-own.ts'
import { ownKinds } from '../../import/own/import-own.ts'
import type { Command } from '../command.ts'
import { withDatabase } from '../with-database.ts'

/** `export <kind>`: to standard output or a file, in the form that `import <kind>` reads. */
export const exportCommand: Command = {
  register(program) {
    const group = program.command('export').description('write data out, in the form that import reads')
    for (const kind of ownKinds) {
      group
        .command(kind)
        .description(`all ${kind}`)
        .addOption(
          new Option('--format <format>', 'form of the rows').choices(exportFormats).default('ndjson'),
        )
        .option('--out <file>', 'a file instead of standard output')
        .action(({ format, out }: { format: ExportFormat; out?: string }) =>
          withDatabase(async ({ database }) => {
            const text = Readable.from(exportOwn(kind, format, database), { objectMode: true })
            if (out === undefined) await pipeline(text, process.stdout, { end: false }).catch(unlessClosed)
            else await writeWhole(text, out)
          }),
        )
    }
  },
}

/** Whoever reads our output may have seen enough (`| head`). */
function unlessClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

/** The file appears when it is complete; what stood there before stays until then. */
async function writeWhole(text: Readable, out: string): Promise<void> {
  const partial = `${out}.${process.pid}.partial`
  try {
    await pipeline(text, createWriteStream(partial))
    await rename(partial, out)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}
