import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { dayOf } from '../../src/analysis/drift/days.ts'
import { readConfig } from '../../src/config.ts'
import { projectRoot } from '../../src/db/project-root.ts'
import { routes } from '../../src/http/routes/index.ts'
import { createReportStore } from '../../src/jobs/monitoring/report-store.ts'
import { readKeyFile } from '../../src/keys/key-file.ts'
import { build, type RunningService } from '../../src/main.ts'
import { testDatabase } from '../support/postgres.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'
import { type Exposition, readExposition } from './exposition.ts'

const database = await testDatabase()
const dashboards = join(projectRoot, 'src', 'monitoring', 'dashboards')
const silent = pino({ level: 'silent' })
let folder = ''
let service: RunningService
let key = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-metrics-'))
  await storeOrders(database, 20, habits(200))
  const now = () => new Date()
  const measures = [
    { key: 'population-stability-index', value: 0.3, threshold: 0.1, isBeyond: true },
    { key: 'kolmogorov-smirnov', value: 0.2, threshold: 0.1, isBeyond: true },
  ] as const
  const reports = createReportStore({ database, now })
  const day = dayOf(Date.now())
  await reports.keepDrift({
    day,
    modelVersion: null,
    window: { from: day, to: day },
    reference: null,
    raised: ['orders.hour'],
    checks: [
      {
        key: 'orders.hour',
        group: 'features',
        title: 'Hour',
        status: 'raised',
        streak: 3,
        windowRows: 500,
        referenceRows: 900,
        measures: [...measures],
        cells: [],
      },
    ],
  })
  await reports.keepQuality({
    day,
    raised: [],
    checks: [
      {
        key: 'volume.orders',
        group: 'volume',
        title: 'Orders',
        status: 'quiet',
        value: 90,
        unit: 'rows',
        low: 10,
        high: 200,
        rows: 90,
      },
    ],
  })
  service = await build(
    readConfig({
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      SEED: 'none',
      PORT: '0',
      DATABASE_POOL_SIZE: '3',
    }),
    { logger: silent, version: 'test' },
  )
  key = (await readKeyFile(folder))?.admin ?? ''
}, 120_000)
afterAll(async () => {
  await service?.close()
  await rm(folder, { recursive: true, force: true })
})

const send = (method: string, path: string, body?: unknown) =>
  fetch(`${service.url}${path}`, {
    method,
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).then(async (response) => ({ status: response.status, text: await response.text() }))

async function scrape(): Promise<Exposition> {
  const response = await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${key}` } })
  expect(response.status).toBe(200)
  return readExposition(await response.text())
}

describe('/metrics of a service that has done something', () => {
  test('is in the format, and says what was done', async () => {
    for (let n = 0; n < 5; n++) await send('POST', '/v1/recommendations', { userId: 'u1' })
    const at = new Date(Date.now() - 120_000).toISOString()
    const order = { id: 'm-1', type: 'order', userId: 'u1', restaurantId: 'r01', at }
    const rows = [order, order, { ...order, id: 'm-2', restaurantId: 'new' }, { id: 'm-3' }]
    expect((await send('POST', '/v1/interactions', { interactions: rows })).status).toBe(200)
    const { series } = await scrape()
    const read = (name: string, labels: object = {}) =>
      series.find(
        (each) => each.name === name && Object.entries(labels).every(([l, v]) => each.labels[l] === v),
      )?.value
    expect(read('maitre_interactions_total', { outcome: 'accepted' })).toBe(1)
    expect(read('maitre_interactions_total', { outcome: 'duplicate' })).toBe(1)
    expect(read('maitre_interactions_total', { outcome: 'pending' })).toBe(1)
    expect(read('maitre_interactions_total', { outcome: 'rejected' })).toBe(1)
    expect(read('maitre_ingestion_lag_seconds_sum')).toBeGreaterThan(119)
    expect(read('maitre_lookups_asked')).toBeGreaterThanOrEqual(5)
    expect(read('maitre_lookups_hits')).toBeGreaterThanOrEqual(3)
    expect(read('maitre_drift_raised', { check: 'orders.hour' })).toBe(1)
    expect(read('maitre_drift_value', { check: 'orders.hour', measure: 'population-stability-index' })).toBe(
      0.3,
    )
    expect(read('maitre_data_quality_raised', { check: 'volume.orders' })).toBe(0)
    expect(read('maitre_model_age_seconds', { channel: 'latest' })).toBeGreaterThan(0)
    expect(read('maitre_model_info', { channel: 'latest' })).toBe(1)
  })

  test('has no more series, however many paths, ids, methods and faults there are', async () => {
    const before = (await scrape()).series.length
    for (let n = 0; n < 60; n++) {
      await send('GET', `/v1/users/nobody-${n}`)
      await send('GET', `/nowhere/${n}?secret=${n}`)
      await send('POST', '/v1/recommendations', {
        userId: `stranger-${n}`,
        profile: n % 2 ? `profile-${n}` : undefined,
      })
      await send('GET', `/v1/admin/recommendations/rec-${n}`)
    }
    const middle = (await scrape()).series
    expect(middle.length - before).toBeLessThan(100)
    for (let n = 60; n < 90; n++) {
      await send('GET', `/v1/users/nobody-${n}`)
      await send('GET', `/nowhere/${n}`)
      await send('POST', '/v1/recommendations', { userId: `stranger-${n}`, profile: `profile-${n}` })
    }
    const after = (await scrape()).series
    expect(after.length).toBe(middle.length)
    const told = new Set(after.flatMap(({ labels }) => labels['route'] ?? []))
    const known = new Set(['none', ...routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`)])
    for (const route of told) expect(known).toContain(route)
    expect(JSON.stringify(after)).not.toMatch(/nobody-|stranger-|nowhere|secret|profile-\d/)
  })
})

/** Names of metrics in a PromQL expression: what is left without labels, numbers, functions and words of the language. */
function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ')
  const words = [...bare.matchAll(/[a-zA-Z_:][a-zA-Z0-9_:]*(\s*\()?/g)]
    .filter(([, call]) => !call)
    .map(([word]) => word)
  return words.filter((word) => !['and', 'or', 'unless', 'bool', 'offset'].includes(word))
}

const targetsSchema = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).min(1) })),
})

describe('dashboard and alert rules', async () => {
  const rules = await readFile(join(dashboards, 'alerts.yml'), 'utf8')
  const alerts = [...rules.matchAll(/- alert: (\w+)\n\s+expr: (.+)\n/g)].map(([, name, expr]) => ({
    name: name!,
    expr: expr!,
  }))
  const { panels } = targetsSchema.parse(JSON.parse(await readFile(join(dashboards, 'maitre.json'), 'utf8')))

  test('are all read here', () => {
    expect(alerts).toHaveLength(rules.match(/- alert:/g)!.length)
    expect(alerts.length).toBeGreaterThan(12)
    expect(panels.length).toBeGreaterThan(20)
  })

  test('name metrics that the service has', async () => {
    await send('POST', '/v1/recommendations', { userId: 'u1' })
    const { types } = await scrape()
    const has = (metric: string) =>
      metric === 'up' ||
      [...types].some(
        ([name, type]) =>
          metric === name ||
          (type === 'histogram' && ['_bucket', '_sum', '_count'].some((suffix) => metric === name + suffix)),
      )
    const named = [
      ...alerts,
      ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ name: title, expr }))),
    ]
    for (const { name, expr } of named) {
      const metrics = metricsIn(expr)
      expect(metrics.length).toBeGreaterThan(0)
      expect([name, metrics.filter((metric) => !has(metric))]).toEqual([name, []])
    }
  })

  test('by labels that these metrics have', async () => {
    const { series } = await scrape()
    const labelsOf = (metric: string) =>
      new Set(series.filter(({ name }) => name === metric).flatMap(({ labels }) => Object.keys(labels)))
    const expressions = [
      ...alerts.map(({ expr }) => expr),
      ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ]
    let checked = 0
    for (const expr of expressions) {
      for (const [, metric, matchers] of expr.matchAll(/([a-z_]+)\{([^}]*)\}/g)) {
        const has = labelsOf(metric!)
        if (has.size === 0) continue
        for (const [, label] of matchers!.matchAll(/(\w+)\s*(?:=~|!=|!~|=)/g)) {
          expect([expr, label, has.has(label!)]).toEqual([expr, label, true])
          checked++
        }
      }
    }
    expect(checked).toBeGreaterThan(8)
  })

  test('have a heading in the runbook for each alert, and no heading without one', async () => {
    const page = await readFile(join(projectRoot, 'docs', 'runbook.md'), 'utf8')
    const headings = [...page.matchAll(/^### (Maitre\w+)$/gm)].map(([, name]) => name)
    expect(headings.sort()).toEqual(alerts.map(({ name }) => name).sort())
  })

  test('are what compose mounts', async () => {
    const compose = await readFile(join(projectRoot, 'docker-compose.yml'), 'utf8')
    const files = [...compose.matchAll(/^ {4}file: (\S+)$/gm)].map(([, file]) => file!)
    expect(files).toHaveLength(5)
    for (const file of files)
      expect((await readFile(join(projectRoot, file), 'utf8')).length).toBeGreaterThan(50)
  })
})
