/** `system`: as the machine has it */
export type Theme = 'system' | 'light' | 'dark'

const storageKey = 'maitre.theme'

export function storedTheme(): Theme {
  const stored = localStorage.getItem(storageKey)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

/** Applies a theme to the document, and keeps it for the next time. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset['theme']
    localStorage.removeItem(storageKey)
  } else {
    document.documentElement.dataset['theme'] = theme
    localStorage.setItem(storageKey, theme)
  }
}
