import type { ButtonHTMLAttributes } from 'react'
import { cx } from './class-names.ts'
import './button.css'

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** `primary`: the one thing to do here; `danger`: cannot be taken back; `quiet`: beside a text */
  readonly kind?: 'primary' | 'plain' | 'danger' | 'quiet'
  /** under way: says so and cannot be pressed again */
  readonly isBusy?: boolean
}

export function Button({ kind = 'plain', isBusy = false, className, disabled, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={cx('button', `button-${kind}`, className)}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
    >
      {isBusy && <span className="spinner" aria-hidden="true" />}
      {children}
    </button>
  )
}
