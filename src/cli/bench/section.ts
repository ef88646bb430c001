import { renderTable } from '../table.ts'

/** One question and what was measured: a table that reads the same on a terminal and in the documentation. */
export interface Section {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** what the figures are, and are not */
  readonly note: string
  readonly chart?: Chart
}

/** The same as curves. */
export interface Chart {
  /** of its file, without a suffix */
  readonly name: string
  readonly title: string
  readonly svg: string
}

export const sectionAsText = ({ title, head, rows, note }: Section): string =>
  [title, renderTable(head, rows), note].join('\n')

export const sectionAsMarkdown = ({ title, head, rows, note, chart }: Section): string =>
  [
    `### ${title}`,
    '',
    line(head),
    line(head.map((_, column) => (column === 0 ? '---' : '---:'))),
    ...rows.map(line),
    '',
    note,
    ...(chart ? ['', `![${chart.title}](images/${chart.name}.svg)`] : []),
  ].join('\n')

const line = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
