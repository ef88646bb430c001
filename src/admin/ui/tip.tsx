import { type ReactNode, useId, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import './tip.css'

interface Spot {
  readonly left: number
  readonly top: number
}

const width = 280

/** Words that come up over `children` on hover and focus, and go with Escape. */
export function Tip({ words, children }: { words: string; children: ReactNode }) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const [spot, setSpot] = useState<Spot | null>(null)
  const show = () => {
    const box = anchor.current?.getBoundingClientRect()
    if (!box) return
    const left = Math.max(8, Math.min(box.left, innerWidth - width - 8))
    setSpot({ left, top: box.bottom + 6 })
  }
  const hide = () => setSpot(null)
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="tip-anchor"
        aria-describedby={id}
        onMouseEnter={show}
        onMouseLeave={hide}
        onFocus={show}
        onBlur={hide}
        onClick={show}
        onKeyDown={(event) => event.key === 'Escape' && hide()}
      >
        {children}
      </button>
      <span id={id} hidden>
        {words}
      </span>
      {spot &&
        createPortal(
          <div className="tip" style={{ left: spot.left, top: spot.top, width }} aria-hidden="true">
            {words}
          </div>,
          document.body,
        )}
    </>
  )
}
