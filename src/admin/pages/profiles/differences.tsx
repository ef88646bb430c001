import { Table } from '../../ui/table.tsx'
import { pathInWords, valueInWords } from './diff-words.ts'

interface Props {
  readonly caption: string
  readonly differences: readonly { readonly path: string; readonly from: unknown; readonly to: unknown }[]
  readonly from?: string
  readonly to?: string
}

/** Every setting that differs, with both its values. */
export const Differences = ({ caption, differences, from = 'Before', to = 'After' }: Props) => (
  <Table
    caption={caption}
    rows={differences}
    keyOf={({ path }) => path}
    columns={[
      { key: 'path', head: 'Setting', cell: ({ path }) => pathInWords(path) },
      { key: 'from', head: from, cell: (difference) => valueInWords(difference.from, difference.path) },
      { key: 'to', head: to, cell: (difference) => valueInWords(difference.to, difference.path) },
    ]}
  />
)
