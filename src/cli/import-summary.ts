import type { ImportReport } from '../import/run-import.ts'
import { sum } from '../import/tally.ts'
import { renderTable } from './table.ts'

/** The report as a person reads it: a table of the files, then every repair and every reason with its count. */
export function renderImport(report: ImportReport): string {
  const lines = [
    renderTable(
      ['file', 'read', 'imported', 'unchanged', 'skipped', 'quarantined', 'repaired', 'pending'],
      report.files.map((file) => [
        file.file,
        file.read,
        file.imported,
        file.unchanged,
        sum(file.skipped),
        sum(file.quarantined),
        sum(file.repaired),
        file.pending,
      ]),
    ),
    'Each row is imported, unchanged, skipped or quarantined; repaired and pending are counts within those.',
  ]
  for (const kind of ['repaired', 'skipped', 'quarantined'] as const) {
    const details = report.files.flatMap((file) =>
      Object.entries(file[kind]).map(([what, count]) => [count, file.file, what] as const),
    )
    if (details.length > 0) lines.push('', renderTable(['', kind, ''], details))
  }
  const seconds = report.seconds.toFixed(1)
  lines.push(
    '',
    report.changed ? `Done in ${seconds} s.` : `Nothing changed: all of it was there already (${seconds} s).`,
  )
  if (report.files.some((file) => sum(file.quarantined) > 0)) {
    lines.push(`The quarantined rows: maitre quarantine --source ${report.source}`)
  }
  return lines.join('\n')
}
