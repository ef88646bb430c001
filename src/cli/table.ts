import Table from 'cli-table3'

/** A plain table for a terminal; numbers are aligned to the right. */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const numeric = head.map((_, column) => rows.length > 0 && rows.every((row) => looksNumeric(row[column])))
  const table = new Table({
    head: [...head],
    colAligns: numeric.map((is) => (is ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: ' ',
    },
  })
  table.push(...rows.map((row) => row.map(String)))
  return table.toString()
}

function looksNumeric(cell: string | number | undefined): boolean {
  return typeof cell === 'number' || /^[-+−±]?\d/.test(cell ?? '') || cell === '' || cell === '–'
}
