import type { CSSProperties } from 'react'
import { formatValue } from '../../text/format.ts'
import './health.css'

/** A share as a figure with a bar behind it. */
export const ShareBar = ({ of }: { of: number }) => (
  <span className="share-bar" style={{ '--share': of } as CSSProperties}>
    <span className="number">{formatValue(of, 'share')}</span>
  </span>
)
