import { describe, expect, test } from 'vitest'
import { parseGuardrail } from '../../src/cli/options.ts'

describe('a bound on the command line', () => {
  test.each([
    ['relevance>=97%', { measure: 'relevance', kind: 'share', value: 0.97 }],
    ['newPlaces >= 0.1', { measure: 'newPlaces', kind: 'value', value: 0.1 }],
    ['wait<=35', { measure: 'wait', kind: 'value', value: 35 }],
    ['wait>=90%', { measure: 'wait', kind: 'share', value: 0.9 }],
    ['p95<=100', { measure: 'p95', kind: 'value', value: 100 }],
  ])('%s is read', (text, bound) => {
    expect(parseGuardrail(text)).toEqual(bound)
  })

  test.each([
    'relevance<=0.9',
    'wait>=35',
    'p95>=100',
    'p95<=90%',
    'speed>=1',
    'relevance>=120%',
    'relevance',
    '',
  ])('“%s” is refused', (text) => {
    expect(parseGuardrail(text)).toBeNull()
  })
})
