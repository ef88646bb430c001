import { type CSSProperties, type ReactNode, useId } from 'react'
import { Field } from './field.tsx'
import './field.css'

interface Common {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly error?: string | undefined
}

interface TextInputProps extends Common {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'password' | 'number' | 'datetime-local' | 'time'
  readonly placeholder?: string
  readonly isNeeded?: boolean
  readonly rows?: number
  readonly autoComplete?: string
}

export function TextInput({ value, onChange, type = 'text', rows, isNeeded, ...rest }: TextInputProps) {
  const { label, hint, error, placeholder, autoComplete } = rest
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, describedBy, isInvalid }) => {
        const shared = {
          id,
          className: 'input',
          value,
          placeholder,
          autoComplete,
          required: isNeeded,
          'aria-describedby': describedBy,
          'aria-invalid': isInvalid || undefined,
        }
        return rows ? (
          <textarea {...shared} rows={rows} onChange={(event) => onChange(event.target.value)} />
        ) : (
          <input
            {...shared}
            type={type}
            step={type === 'number' ? 'any' : undefined}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }}
    </Field>
  )
}

interface SelectProps<T extends string> extends Common {
  readonly value: T
  readonly onChange: (value: T) => void
  readonly options: readonly { readonly value: T; readonly label: string }[]
}

export function Select<T extends string>({ value, onChange, options, ...common }: SelectProps<T>) {
  return (
    <Field {...common}>
      {({ id, describedBy }) => (
        <select
          id={id}
          className="input"
          value={value}
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.target.value as T)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

interface CheckProps {
  readonly label: ReactNode
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

export const Check = ({ label, isOn, onChange }: CheckProps) => (
  <label className="check">
    <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
    {label}
  </label>
)

interface SegmentsProps<T extends string> {
  /** what is chosen, for screen readers */
  readonly label: string
  readonly value: T
  readonly onChange: (value: T) => void
  readonly options: readonly { readonly value: T; readonly label: string }[]
}

/** One of a few, all in view. */
export function Segments<T extends string>({ label, value, onChange, options }: SegmentsProps<T>) {
  const name = useId()
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <span key={option.value}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            id={`${name}-${option.value}`}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <label htmlFor={`${name}-${option.value}`}>{option.label}</label>
        </span>
      ))}
    </fieldset>
  )
}

interface SliderProps {
  readonly label: ReactNode
  readonly value: number
  readonly onChange: (value: number) => void
  readonly min: number
  readonly max: number
  readonly step: number
  /** the value in words, beside the label and for screen readers */
  readonly words: string
  /** a CSS colour; absent: the accent */
  readonly colour?: string
}

export function Slider({ label, value, onChange, min, max, step, words, colour }: SliderProps) {
  const id = useId()
  const share = Math.max(0, Math.min(1, (value - min) / (max - min)))
  const style = { '--share': share, ...(colour ? { '--slider-colour': colour } : {}) } as CSSProperties
  return (
    <div className="slider" style={style}>
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id} className="number">
        {words}
      </output>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={words}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    </div>
  )
}

/** A patch of colour before a name. */
export const Swatch = ({ colour }: { colour: string }) => (
  <span className="swatch" style={{ '--swatch': colour } as CSSProperties} aria-hidden="true" />
)
