/**
 * What became of a file's rows. Each row that was read is exactly one of imported, unchanged, skipped or quarantined; repaired and
 * pending are "of which": a repaired row was imported or is unchanged.
 */
export interface FileReport {
  file: string
  read: number
  imported: number
  unchanged: number
  /** sound, but nothing for us, by why */
  skipped: Record<string, number>
  /** unusable, by reason; `maitre quarantine` lists them */
  quarantined: Record<string, number>
  /** repairs, by kind; a row may have had several */
  repaired: Record<string, number>
  /** of the imported: wait for their restaurant */
  pending: number
}

export interface Tally {
  read(file: string): void
  imported(file: string, rows?: number): void
  unchanged(file: string, rows?: number): void
  skipped(file: string, why: string, rows?: number): void
  quarantined(file: string, reason: string): void
  repaired(file: string, kind: string): void
  pending(file: string, rows: number): void
  /** @throws Error when a file's rows do not add up, which is a fault of the importer's */
  reports(): FileReport[]
}

const maxReasons = 200
const otherReasons = 'other reasons'

export function createTally(files: readonly string[]): Tally {
  const byFile = new Map<string, FileReport>(files.map((file) => [file, emptyReport(file)]))
  const of = (file: string) => {
    const report = byFile.get(file)
    if (!report) throw new Error(`${file} is no file of this import`)
    return report
  }
  const count = (counts: Record<string, number>, reason: string, rows = 1) => {
    // A file whose every row is broken in a way of its own (a field that nobody knows) would fill the memory with reasons.
    const isKnown = Object.hasOwn(counts, reason) || Object.keys(counts).length < maxReasons
    const key = isKnown ? reason : otherReasons
    counts[key] = (counts[key] ?? 0) + rows
  }
  return {
    read(file) {
      of(file).read++
    },
    imported(file, rows = 1) {
      of(file).imported += rows
    },
    unchanged(file, rows = 1) {
      of(file).unchanged += rows
    },
    pending(file, rows) {
      of(file).pending += rows
    },
    skipped: (file, why, rows) => count(of(file).skipped, why, rows),
    quarantined: (file, reason) => count(of(file).quarantined, reason),
    repaired: (file, kind) => count(of(file).repaired, kind),
    reports() {
      const reports = [...byFile.values()]
      for (const report of reports) assertBalanced(report)
      return reports
    },
  }
}

function emptyReport(file: string): FileReport {
  const counts = { read: 0, imported: 0, unchanged: 0, pending: 0 }
  return { file, ...counts, skipped: {}, quarantined: {}, repaired: {} }
}

export function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

function assertBalanced(report: FileReport): void {
  const { file, read, imported, unchanged, skipped, quarantined } = report
  const accounted = imported + unchanged + sum(skipped) + sum(quarantined)
  if (accounted !== read) throw new Error(`${file}: ${read} rows were read and ${accounted} accounted for`)
}
