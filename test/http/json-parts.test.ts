import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { jsonParts } from '../../src/http/json-parts.ts'

const collect = async (value: unknown) => {
  const parts: string[] = []
  for await (const part of jsonParts(value)) parts.push(part)
  return parts
}

const leaf = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constant(undefined), fc.date({ noInvalidDate: true }))
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    leaf,
    fc.array(tie('node'), { maxLength: 5 }),
    fc.dictionary(fc.string(), tie('node'), { maxKeys: 5 }),
  ),
})).node

test.prop([fc.record({ report: tree })])('joined, parts are what JSON.stringify makes', async (report) => {
  expect((await collect(report)).join('')).toBe(JSON.stringify(report))
})

test('of a large report, no part is much larger than another', async () => {
  const items = Array.from({ length: 300 }, (_, n) => ({ place: n, text: 'x'.repeat(100) }))
  const report = {
    sweeps: Array.from({ length: 6 }, () => ({ points: Array.from({ length: 20 }, () => ({ items })) })),
  }
  const parts = await collect(report)
  expect(parts.join('')).toBe(JSON.stringify(report))
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(128 * 1024)
})
