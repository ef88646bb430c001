import { type ReactNode, useId } from 'react'
import { cx } from './class-names.ts'
import './panel.css'

interface Props {
  readonly title?: ReactNode
  /** beside the title */
  readonly actions?: ReactNode
  /** a line below the title */
  readonly hint?: ReactNode
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A part of a page that is about one thing. */
export function Panel({ title, actions, hint, className, children }: Props) {
  const id = useId()
  return (
    <section className={cx('panel', className)} aria-labelledby={title ? id : undefined}>
      {(title || actions) && (
        <header className="panel-head">
          <div>
            {title && <h2 id={id}>{title}</h2>}
            {hint && <p className="soft small">{hint}</p>}
          </div>
          {actions && <div className="row push">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  )
}
