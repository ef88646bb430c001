import { useState } from 'react'
import { useQuery } from '../../api/use-query.ts'
import { formatValue } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import './request-form.css'

interface Props {
  /** a user's id; empty: nobody, as somebody new would be */
  readonly user: string
  readonly onChange: (user: string) => void
}

/** Guests to begin with, while nobody is chosen. */
const suggestions = 2

/** Whom a list is for: by the beginning of an id, or from those who did something last. */
export function UserPicker({ user, onChange }: Props) {
  const [search, setSearch] = useState('')
  const found = useQuery(
    'GET /v1/admin/users',
    { query: { limit: 8, ...(search.trim() ? { search: search.trim() } : {}) } },
    { debounceMs: search ? 150 : 0 },
  )
  const suggested = (found.data?.items ?? []).filter(({ hasPlace }) => hasPlace).slice(0, suggestions)
  return (
    <div className="stack-tight">
      <Combobox
        label="Guest"
        placeholder="Somebody new"
        hint="Begin an id, or choose from the list."
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
      {user === '' && search === '' && suggested.length > 0 && (
        <p className="row small">
          <span className="soft">Ordered lately:</span>
          {suggested.map(({ id }) => (
            <Button key={id} kind="quiet" className="user-suggested" onClick={() => onChange(id)}>
              {id}
            </Button>
          ))}
        </p>
      )}
    </div>
  )
}
