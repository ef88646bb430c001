import type { ReactNode } from 'react'
import './value.css'

/** A figure to be read first; stands in a `<Figures>`. */
export const Figure = ({ label, value, more }: { label: ReactNode; value: ReactNode; more?: ReactNode }) => (
  <div className="figure">
    <dt>{label}</dt>
    <dd className="figure-value number">{value}</dd>
    {more && <dd className="figure-more">{more}</dd>}
  </div>
)

export const Figures = ({ children }: { children: ReactNode }) => <dl className="figures">{children}</dl>
