import type { ReactNode } from 'react'
import './table.css'

export interface Column<Row> {
  readonly key: string
  readonly head: ReactNode
  /** `number`: right-aligned figures */
  readonly kind?: 'text' | 'number'
  readonly cell: (row: Row, index: number) => ReactNode
}

interface Props<Row> {
  /** what the table holds, for screen readers */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row, index: number) => string
  /** its cell is the head of the row; absent: the first column's */
  readonly rowHead?: string
}

/** So many stand closer together. */
const manyColumns = 8

/** A table that scrolls sideways on its own where it is too wide. */
export function Table<Row>({ caption, columns, rows, keyOf, rowHead = columns[0]?.key }: Props<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
    <section className="table-scroll" tabIndex={0} aria-label={caption}>
      <table className={columns.length >= manyColumns ? 'table-dense' : undefined}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, head, kind }) => (
              <th key={key} scope="col" className={kind === 'number' ? 'cell-number' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)}>
              {columns.map(({ key, kind, cell }) => {
                const className = kind === 'number' ? 'cell-number' : undefined
                return key === rowHead ? (
                  <th key={key} scope="row" className={className}>
                    {cell(row, index)}
                  </th>
                ) : (
                  <td key={key} className={className}>
                    {cell(row, index)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
