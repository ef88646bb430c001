import { InvalidArgumentError } from 'commander'
import { terms } from '../analysis/columns.ts'
import type { Measure } from '../analysis/solve.ts'

/** An option's whole number. */
export function readWhole(min: number, max: number) {
  return (text: string): number => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isInteger(value) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`)
  }
}

const measures: readonly Measure[] = [...terms, 'ndcg']

export type KeptBound =
  | { readonly measure: Measure; readonly kind: 'share' | 'value'; readonly value: number }
  | { readonly measure: 'p95'; readonly kind: 'value'; readonly value: number }

/** `relevance>=97%` (of the best), `newPlaces>=0.1`, `wait<=35`, `p95<=100`; null: none of these. */
export function parseGuardrail(text: string): KeptBound | null {
  const parts = /^\s*(\w+)\s*([<>]=)\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(text)
  if (!parts) return null
  const [, name, sign, digits, percent] = parts
  const isShare = percent === '%'
  const value = isShare ? Number(digits) / 100 : Number(digits)
  if (isShare && value > 1) return null
  if (name === 'p95') return sign === '<=' && !isShare ? { measure: 'p95', kind: 'value', value } : null
  const measure = measures.find((each) => each === name)
  if (!measure || (sign === '<=') !== (measure === 'wait' && !isShare)) return null
  return { measure, kind: isShare ? 'share' : 'value', value }
}

/** A temperature of exploration. */
export function readTemperature(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value <= 10) return value
  throw new InvalidArgumentError('It is a temperature from 0 to 10.')
}

/** A share from 0 to 1. */
export function readShare(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value <= 1) return value
  throw new InvalidArgumentError('It is a share from 0 to 1, such as 0.1.')
}
