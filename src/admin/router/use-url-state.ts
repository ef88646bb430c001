import { useCallback, useMemo } from 'react'
import { hrefOf, navigate, usePlace } from './location.ts'
import { placeOf } from './place.ts'
import { type Fields, readState, writeState } from './url-state.ts'

/**
 * A page's state, kept in the address. Setting part of it replaces the address; `push` makes a step that the back button undoes.
 * @param fields must be a constant of the module
 */
export function useUrlState<T extends object>(fields: Fields<T>) {
  const { query } = usePlace()
  const state = useMemo(() => readState(fields, query), [fields, query])
  const set = useCallback(
    (patch: Partial<T>, mode: 'replace' | 'push' = 'replace') => {
      // The address of now: two changes in a row must not undo each other.
      const now = placeOf(location.pathname, location.search)
      navigate(hrefOf(now.page, writeState(fields, now.query, patch)), mode)
    },
    [fields],
  )
  return [state, set] as const
}
