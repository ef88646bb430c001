import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { cx } from './class-names.ts'
import './toasts.css'

interface Toast {
  readonly id: number
  readonly words: string
  readonly isFailure: boolean
}

export interface Toasts {
  /** that something is done */
  say(words: string): void
  /** that something failed; it stays until it is dismissed */
  fail(words: string): void
}

const ToastContext = createContext<Toasts | null>(null)
const shownMs = 6000
/** More than these push the oldest out. */
const atMost = 4

/** @throws Error outside of the page */
export function useToasts(): Toasts {
  const toasts = useContext(ToastContext)
  if (!toasts) throw new Error('there is no place for toasts')
  return toasts
}

/** Short words about what was done, in a corner and to screen readers. */
export function ToastPlace({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Toast[]>([])
  const next = useRef(0)
  const drop = useCallback((id: number) => setShown((now) => now.filter((toast) => toast.id !== id)), [])
  const toasts = useMemo(() => {
    const add = (words: string, isFailure: boolean) => {
      const id = next.current++
      setShown((now) => [...now, { id, words, isFailure }].slice(-atMost))
      if (!isFailure) setTimeout(drop, shownMs, id)
    }
    return { say: (words: string) => add(words, false), fail: (words: string) => add(words, true) }
  }, [drop])
  return (
    <ToastContext value={toasts}>
      {children}
      <section className="toasts" aria-live="polite" aria-label="Notices">
        {shown.map(({ id, words, isFailure }) => (
          <div key={id} className={cx('toast', isFailure && 'toast-failure')}>
            <p>{words}</p>
            <Button kind="quiet" onClick={() => drop(id)}>
              Dismiss
            </Button>
          </div>
        ))}
      </section>
    </ToastContext>
  )
}
