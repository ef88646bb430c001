import { type ReactNode, useEffect, useId, useRef } from 'react'
import './dialog.css'

interface Props {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** the buttons at its end */
  readonly actions: ReactNode
}

/** Asks for something before going on. Escape and a click outside close it; the focus comes back to where it was. */
export function Dialog({ title, isOpen, onClose, children, actions }: Props) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (!element) return
    if (isOpen && !element.open) element.showModal()
    if (!isOpen && element.open) element.close()
  }, [isOpen])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes it with Escape, which is the dialog's own
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      {isOpen && (
        <div className="stack dialog-body">
          <h2 id={id}>{title}</h2>
          {children}
          <div className="row dialog-actions">{actions}</div>
        </div>
      )}
    </dialog>
  )
}
