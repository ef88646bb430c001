import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { BackupError, dumpDatabase, restoreDatabase } from '../../db/backup.ts'
import { StartError } from '../../main/start-error.ts'
import type { Command } from '../command.ts'
import { withDatabase } from '../with-database.ts'

export const backup: Command = {
  register(program) {
    program
      .command('backup')
      .argument('<file>', 'where to, such as maitre-2026-03-01.gz')
      .description('write everything that the database holds into one file; the service may go on')
      .action((file: string) => withDatabase(({ database }) => writeBackup(database.url, file)))
  },
}

export const restore: Command = {
  register(program) {
    program
      .command('restore')
      .argument('<file>', 'what `backup` wrote')
      .description('read a backup into an empty database, all of it or nothing')
      .action((file: string) => withDatabase(({ database }) => readBackup(database.url, file)))
  },
}

/** The file appears when it is complete. */
async function writeBackup(url: string, file: string): Promise<void> {
  const partial = `${file}.${process.pid}.partial`
  let rows = 0
  try {
    const dump = dumpDatabase(url, (more) => {
      rows += more
    })
    // It holds keys' hashes and what users did: for the owner's eyes alone.
    await pipeline(Readable.from(dump), createGzip(), createWriteStream(partial, { mode: 0o600 }))
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
  process.stderr.write(`${rows} rows are in ${file}.\n`)
}

async function readBackup(url: string, file: string): Promise<void> {
  try {
    const counts = await restoreDatabase(url, unzippedLines(file))
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0)
    process.stderr.write(`${rows} rows are restored.\n`)
  } catch (error) {
    if (error instanceof BackupError) throw new StartError(`${file}: ${error.message}`, { cause: error })
    throw error
  }
}

/** @throws BackupError when the file is no gzip, or cut short */
async function* unzippedLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file)
  const unzipped = createGunzip()
  // Its own failure reaches the reader through what it is piped into.
  source.on('error', (error) => unzipped.destroy(error)).pipe(unzipped)
  let rest: string[] = []
  try {
    for await (const text of unzipped.setEncoding('utf8')) {
      const parts = String(text).split('\n')
      rest.push(parts.shift()!)
      for (const part of parts) {
        yield rest.join('')
        rest = [part]
      }
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new BackupError('The file is no backup of ours, or it is cut short.', { cause: error })
    }
    throw error
  }
}
