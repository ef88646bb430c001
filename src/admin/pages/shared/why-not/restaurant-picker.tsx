import { useState } from 'react'
import { useQuery } from '../../../api/use-query.ts'
import { Combobox } from '../../../ui/combobox.tsx'

interface Props {
  /** a restaurant's id; empty: none */
  readonly restaurant: string
  /** its name, once it is known */
  readonly name: string | null | undefined
  readonly onChange: (restaurant: string) => void
}

/** One restaurant, by a part of its name or the beginning of its id. */
export function RestaurantPicker({ restaurant, name, onChange }: Props) {
  const [typed, setTyped] = useState('')
  // A single letter is in nearly every name.
  const search = typed.trim().length < 2 ? '' : typed.trim()
  const found = useQuery(
    'GET /v1/admin/restaurants',
    { query: { limit: 8, ...(search ? { search } : {}) } },
    { debounceMs: search ? 250 : 0 },
  )
  return (
    <Combobox
      label="Restaurant"
      placeholder="A part of its name, or its id"
      value={restaurant}
      shown={name ? `${name} (${restaurant})` : undefined}
      isStrict
      onSearch={setTyped}
      onChoose={onChange}
      options={(found.data?.items ?? []).map(({ id, name: called, district, status }) => ({
        value: id,
        label: (
          <>
            <span>{called}</span>
            <span className="soft">
              {[status === 'open' ? '' : status, district, id].filter(Boolean).join(' · ')}
            </span>
          </>
        ),
      }))}
    />
  )
}
