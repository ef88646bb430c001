import { useSyncExternalStore } from 'react'
import { base, type Place, placeOf } from './place.ts'

const listeners = new Set<() => void>()
const notify = () => {
  for (const listener of listeners) listener()
}
addEventListener('popstate', notify)

let href = ''
let place: Place = { page: '', query: new URLSearchParams() }

/** The same object until the address changes, as React wants of a snapshot. */
function current(): Place {
  if (href !== location.href) {
    href = location.href
    place = placeOf(location.pathname, location.search)
  }
  return place
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where the page is; a component that uses it is drawn again when that changes. */
export const usePlace = (): Place => useSyncExternalStore(subscribe, current)

/** @param mode `replace` for what the back button should pass over, such as a slider on its way */
export function navigate(to: string, mode: 'push' | 'replace' = 'push'): void {
  if (to === location.pathname + location.search) return
  history[mode === 'push' ? 'pushState' : 'replaceState'](null, '', to)
  notify()
}

/** The address of a page, with what it is to show. */
export function hrefOf(page: string, query?: URLSearchParams | Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(query).toString()
  return `${base}${page}${search ? `?${search}` : ''}`
}
