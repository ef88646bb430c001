import { useState } from 'react'
import { useQuery } from '../../api/use-query.ts'
import { formatValue } from '../../text/format.ts'
import { Combobox } from '../../ui/combobox.tsx'

interface Props {
  /** a user's id; empty: nobody, as somebody new would be */
  readonly user: string
  readonly onChange: (user: string) => void
}

/** Whom a list is for: by the beginning of an id, or from those who did something last. */
export function UserPicker({ user, onChange }: Props) {
  const [search, setSearch] = useState('')
  const found = useQuery(
    'GET /v1/admin/users',
    { query: { limit: 8, ...(search.trim() ? { search: search.trim() } : {}) } },
    { debounceMs: search ? 150 : 0 },
  )
  return (
    <Combobox
      label="Guest"
      placeholder="Somebody new"
      hint="Begin an id, or choose who ordered last."
      value={user}
      onSearch={setSearch}
      onChoose={(chosen) => onChange(chosen.trim())}
      options={(found.data?.items ?? []).map(({ id, orders }) => ({
        value: id,
        label: (
          <>
            <span>{id}</span>
            <span className="soft number">{formatValue(orders, 'count')} orders</span>
          </>
        ),
      }))}
    />
  )
}
