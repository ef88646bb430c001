import { type ReactNode, useId } from 'react'
import './field.css'

interface Parts {
  readonly id: string
  /** for `aria-describedby`; absent: nothing describes it */
  readonly describedBy: string | undefined
  readonly isInvalid: boolean
}

interface Props {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** what is wrong with it, as the service said */
  readonly error?: string | undefined
  readonly children: (parts: Parts) => ReactNode
}

/** A label, the control that `children` makes, a hint and what is wrong, tied together for screen readers. */
export function Field({ label, hint, error, children }: Props) {
  const id = useId()
  const describedBy = hint || error ? `${id}-words` : undefined
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, describedBy, isInvalid: Boolean(error) })}
      {(hint || error) && (
        <p id={describedBy} className={error ? 'field-error' : 'field-hint'}>
          {error ?? hint}
        </p>
      )}
    </div>
  )
}
