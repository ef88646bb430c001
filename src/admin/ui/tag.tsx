import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import './tag.css'

/** A short word about the state of something. */
export const Tag = ({
  kind = 'plain',
  children,
}: {
  kind?: 'plain' | 'good' | 'bad' | 'warn' | 'accent'
  children: ReactNode
}) => <span className={cx('tag', `tag-${kind}`)}>{children}</span>
