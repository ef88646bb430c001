/** All addresses of the page begin with it. */
export const base = '/admin/'

/** Where one is: which page, and what it shows. */
export interface Place {
  /** a page's path, such as `try`; empty: none was named */
  readonly page: string
  readonly query: URLSearchParams
}

export function placeOf(pathname: string, search: string): Place {
  const page = pathname.startsWith(base) ? pathname.slice(base.length).replace(/\/$/, '') : ''
  return { page, query: new URLSearchParams(search) }
}
