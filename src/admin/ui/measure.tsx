import type { ReactNode } from 'react'
import { glossary, type TermKey } from '../text/glossary.ts'
import { Tip } from './tip.tsx'

/** The name of a measure that explains itself on hover and on focus. Its words stand in text/glossary.ts. */
export function Measure({ name, children }: { name: TermKey; children?: ReactNode }) {
  const { label, meaning } = glossary[name]
  return <Tip words={meaning}>{children ?? label}</Tip>
}
