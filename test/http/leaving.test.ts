import { expect, test } from 'vitest'
import type { AnalysisApi } from '../../src/serving/analyses.ts'
import { testApp } from '../support/app.ts'

/** Analyses that never end by themselves: they wait for their caller to leave. */
const seen: AbortSignal[] = []
const endless = new Proxy({} as AnalysisApi, {
  get: () => (_query: unknown, given?: AbortSignal) => {
    if (given) seen.push(given)
    return new Promise((_resolve, reject) => given?.addEventListener('abort', () => reject(given.reason)))
  },
})
const app = await testApp({ analyses: endless })

const sample = { size: 100 }
const sides = [{ profile: 'sales' }, { profile: 'product' }]
const routes: [path: string, body: object | null][] = [
  ['/v1/admin/objectives/shift', { request: {}, profile: 'sales' }],
  ['/v1/admin/objectives/shift', { sample, profile: 'sales' }],
  ['/v1/admin/objectives/compare', { request: {}, sides }],
  ['/v1/admin/objectives/compare', { sample, sides }],
  ['/v1/admin/objectives/frontier', { sample, profile: 'sales', objectives: ['relevance', 'revenue'] }],
  ['/v1/admin/objectives/solve', { sample, profile: 'sales', maximise: 'revenue', subjectTo: [] }],
  ['/v1/admin/objectives/why-not', { request: {}, restaurantId: 'r1', profile: 'sales' }],
  ['/v1/admin/objectives/why-not', { sample, restaurantId: 'r1', profile: 'sales' }],
  ['/v1/admin/fairness', { profile: 'sales' }],
  ['/v1/admin/fairness', null],
  ['/v1/admin/worth', null],
  ['/v1/admin/profiles/estimate', { profile: 'sales' }],
  ['/v1/admin/recommendations/some', null],
]

test.each(routes)('whoever leaves %s ends the analysis: %j', async (path, body) => {
  seen.length = 0
  const leaving = new AbortController()
  const asked = fetch(`${app.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'X-API-Key': app.keys.analyst, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: leaving.signal,
  })
  await Promise.race([asked, expect.poll(() => seen[0]).toBeDefined()])
  expect(seen[0]?.aborted).toBe(false)
  leaving.abort()
  await expect(asked).rejects.toThrow()
  await expect.poll(() => seen[0]?.aborted).toBe(true)
  expect(seen[0]?.reason).toMatchObject({ code: 'client-gone' })
})
