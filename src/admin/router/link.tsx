import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import { hrefOf, navigate } from './location.ts'

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  /** a page's path, such as `profiles` */
  readonly to: string
  readonly query?: Readonly<Record<string, string>>
}

/** A link within the page: an ordinary one that can be copied and opened elsewhere, without a reload when it is clicked. */
export function Link({ to, query, onClick, ...rest }: Props) {
  const href = hrefOf(to, query)
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    navigate(href)
  }
  return <a {...rest} href={href} onClick={follow} />
}
