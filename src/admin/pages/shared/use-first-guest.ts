import { useEffect, useState } from 'react'
import { useQuery } from '../../api/use-query.ts'

/**
 * A page that is opened without any state begins with a guest who ordered lately: a list for nobody, from nowhere, shows little of what
 * there is to see. Whoever then asks for somebody new gets that.
 * @returns false while the guest is looked for
 */
export function useFirstGuest(set: (patch: { user: string }) => void): boolean {
  const [isBare] = useState(() => location.search === '')
  const [isSettled, setSettled] = useState(!isBare)
  const { data, error } = useQuery('GET /v1/admin/users', isSettled ? null : { query: { limit: 8 } })
  useEffect(() => {
    if (isSettled || (!data && !error)) return
    const guest = data?.items.find(({ hasPlace }) => hasPlace)
    if (guest) set({ user: guest.id })
    setSettled(true)
  }, [isSettled, data, error, set])
  return isSettled
}
