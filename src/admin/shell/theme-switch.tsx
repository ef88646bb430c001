import { useState } from 'react'
import { Segments } from '../ui/inputs.tsx'
import { applyTheme, storedTheme, type Theme } from './theme.ts'

const options = [
  { value: 'system', label: 'Auto' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

export function ThemeSwitch() {
  const [theme, setTheme] = useState(storedTheme)
  const choose = (next: Theme) => {
    applyTheme(next)
    setTheme(next)
  }
  return <Segments label="Colours" value={theme} onChange={choose} options={options} />
}
