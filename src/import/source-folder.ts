import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type FieldError, Problem } from '../problem/problems.ts'
import { type CsvSpec, headerFaults } from './csv-file.ts'

/** The files of an import, found and looked at before anything is written. */
export interface SourceFiles<Name extends string> {
  /** name → where it lies */
  readonly paths: Readonly<Record<Name, string>>
  readonly totalBytes: number
}

/**
 * Finds the CSV files of `specs` in `folder`, whatever the case of their names, and checks each header.
 * @throws Problem invalid-request that names every missing file and column
 */
export async function openCsvFolder<Name extends string>(
  folder: string,
  specs: Readonly<Record<Name, CsvSpec>>,
): Promise<SourceFiles<Name>> {
  const names = Object.keys(specs).filter((name): name is Name => name in specs)
  const found = await findFiles(folder, names)
  const faults: FieldError[] = []
  for (const name of names) {
    const path = found.get(name)
    if (!path) faults.push({ path: name, message: `is missing in ${folder}` })
    else faults.push(...(await faultsOf(name, path, specs[name])))
  }
  if (faults.length > 0) throw unusable(faults)
  return {
    paths: Object.fromEntries(found) as Record<Name, string>,
    totalBytes: await bytesOf(found.values()),
  }
}

async function faultsOf(name: string, path: string, spec: CsvSpec): Promise<FieldError[]> {
  try {
    return (await headerFaults(path, spec)).map((message) => ({ path: name, message }))
  } catch (error) {
    return [{ path: name, message: `cannot be read: ${error instanceof Error ? error.message : error}` }]
  }
}

/** Name → path of those that are there. @throws Problem invalid-request when the folder cannot be read */
export async function findFiles(folder: string, names: readonly string[]): Promise<Map<string, string>> {
  const entries = await readdir(folder).catch((cause) => {
    throw new Problem('invalid-request', {
      detail: `The folder ${folder} cannot be read: ${cause instanceof Error ? cause.message : cause}`,
      cause,
    })
  })
  const found = new Map<string, string>()
  for (const name of names) {
    const entry =
      entries.find((other) => other === name) ??
      entries.find((other) => other.toLowerCase() === name.toLowerCase())
    if (entry) found.set(name, join(folder, entry))
  }
  return found
}

export async function bytesOf(paths: Iterable<string>): Promise<number> {
  let total = 0
  for (const path of paths) total += (await stat(path)).size
  return total
}

export function unusable(errors: readonly FieldError[]): Problem {
  return new Problem('invalid-request', {
    detail: 'Nothing was imported: the files are not what this import reads.',
    errors,
  })
}
