import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { Field } from './field.tsx'
import './combobox.css'

export interface ComboboxOption {
  readonly value: string
  readonly label: ReactNode
}

interface Props {
  readonly label: string
  readonly hint?: ReactNode
  readonly placeholder?: string
  /** what is chosen; empty: nothing */
  readonly value: string
  /** how what is chosen is shown; absent: as it is */
  readonly shown?: string | undefined
  /** only options can be chosen: Enter takes the first where none is marked, and what was typed alone is dropped */
  readonly isStrict?: boolean
  /** what is being typed changed: time to look for options */
  readonly onSearch: (text: string) => void
  readonly onChoose: (value: string) => void
  readonly options: readonly ComboboxOption[]
}

/** A text with suggestions. Enter takes what is marked, or what was typed; Escape goes back to what was chosen. */
export function Combobox({ label, hint, placeholder, value, shown, isStrict = false, ...rest }: Props) {
  const { onSearch, onChoose, options } = rest
  const id = useId()
  /** null: nobody is typing */
  const [typed, setTyped] = useState<string | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [marked, setMarked] = useState(-1)

  const type = (text: string) => {
    setTyped(text)
    setMarked(-1)
    setOpen(true)
    onSearch(text)
  }
  const close = () => {
    setOpen(false)
    setTyped(null)
    setMarked(-1)
  }
  const choose = (chosen: string) => {
    close()
    onChoose(chosen)
  }
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setOpen(true)
      setMarked((now) => Math.max(-1, Math.min(options.length - 1, now + step)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const first = typed === null ? undefined : options[0]?.value
      choose(options[marked]?.value ?? (isStrict ? first : typed) ?? value)
    } else if (event.key === 'Escape') close()
  }

  return (
    <Field label={label} hint={hint}>
      {({ id: inputId, describedBy }) => (
        <div className="combobox">
          <input
            id={inputId}
            className="input"
            role="combobox"
            aria-expanded={isOpen && options.length > 0}
            aria-controls={`${id}-options`}
            aria-autocomplete="list"
            aria-activedescendant={marked >= 0 ? `${id}-${marked}` : undefined}
            aria-describedby={describedBy}
            autoComplete="off"
            spellCheck={false}
            placeholder={placeholder}
            value={typed ?? shown ?? value}
            onChange={(event) => type(event.target.value)}
            onFocus={() => {
              onSearch('')
              setOpen(true)
            }}
            onBlur={() => (typed === null || (isStrict && typed !== '') ? close() : choose(typed))}
            onKeyDown={press}
          />
          <div
            id={`${id}-options`}
            role="listbox"
            aria-label={label}
            className="combobox-options"
            hidden={!isOpen || options.length === 0}
          >
            {options.map((option, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input, which names the marked one
              // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the keys
              <div
                key={option.value}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === marked}
                className="combobox-option"
                // Before the input loses the focus.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(option.value)}
              >
                {option.label}
              </div>
            ))}
          </div>
        </div>
      )}
    </Field>
  )
}
