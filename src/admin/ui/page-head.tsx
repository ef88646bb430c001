import type { ReactNode } from 'react'
import './panel.css'

/** The head of a page: what it is, in a line what it is for, and what can be done with all of it. */
export function PageHead({ title, hint, actions }: { title: string; hint?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="page-head">
      <div className="stack-tight">
        <h1 tabIndex={-1}>{title}</h1>
        {hint && <p>{hint}</p>}
      </div>
      {actions && <div className="row push">{actions}</div>}
    </header>
  )
}
