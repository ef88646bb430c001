import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { projectRoot } from '../src/db/project-root.ts'
import { gateBounds } from '../src/jobs/gate.ts'
import { stages } from '../src/jobs/train-stages.ts'

describe('training by itself', () => {
  test('has defaults, each of which can be switched off', () => {
    expect(readConfig({})).toMatchObject({
      retrainEveryHours: 24,
      retrainNewOrdersShare: 0.2,
      stableAfterDays: 7,
    })
    const off = { RETRAIN_CHECK_MINUTES: '0', RETRAIN_EVERY_HOURS: '0', RETRAIN_DRIFT_INDEX: '0' }
    expect(readConfig(off)).toMatchObject({
      retrainCheckMinutes: 0,
      retrainEveryHours: 0,
      retrainDriftIndex: 0,
    })
  })

  test('is refused with every fault named', () => {
    const wrong = {
      RETRAIN_CHECK_MINUTES: '-1',
      RETRAIN_NEW_ORDERS_SHARE: 'a fifth',
      STABLE_AFTER_DAYS: '1e9',
    }
    expect(() => readConfig(wrong)).toThrow(
      /RETRAIN_CHECK_MINUTES.*RETRAIN_NEW_ORDERS_SHARE.*STABLE_AFTER_DAYS/s,
    )
  })
})

test('says in words what is wrong with an address, a level or a number', () => {
  const faults = (environment: Record<string, string>) => {
    try {
      readConfig(environment)
      return ''
    } catch (error) {
      return String(error)
    }
  }
  expect(faults({ DATABASE_URL: 'postgresql://h:99999999/d' })).toMatch(/DATABASE_URL: is no URL; write/)
  expect(faults({ DATABASE_URL: 'postgresql://a:1,b:99999999/d' })).toMatch(/DATABASE_URL: is no URL/)
  expect(faults({ DATABASE_URL: 'postgresql://u:p%40@a:1,b:2/d' })).toBe('')
  expect(faults({ LOG_LEVEL: 'loud' })).toMatch(/LOG_LEVEL: is one of fatal, error/)
  expect(faults({ RATE_LIMIT_PER_MINUTE: 'NaN', DATABASE_POOL_SIZE: '1' })).toMatch(
    /DATABASE_POOL_SIZE: is a whole number \(connections\) from 2[\s\S]*RATE_LIMIT_PER_MINUTE: is a whole number/,
  )
})

test('keeps what training learns from for long enough, or for ever', () => {
  const short = { RETAIN_INTERACTIONS_DAYS: '7', RETAIN_IMPRESSIONS_DAYS: '7' }
  expect(() => readConfig(short)).toThrow(
    /RETAIN_IMPRESSIONS_DAYS: .*30[\s\S]*RETAIN_INTERACTIONS_DAYS: .*90/,
  )
  const forEver = { RETAIN_INTERACTIONS_DAYS: '0', RETAIN_IMPRESSIONS_DAYS: '0' }
  expect(readConfig(forEver).retainDays).toMatchObject({ interactions: 0, impressions: 0 })
})

test('docs/models.md tells the stages, the bounds of the gate and the defaults as they are', async () => {
  const page = await readFile(join(projectRoot, 'docs', 'models.md'), 'utf8')
  const told = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name)
  expect(told).toEqual(stages)
  const { margin, groupMargin, groupOrders, calibration, planLoss } = gateBounds
  for (const bound of [
    `−${margin}`,
    `−${groupMargin}`,
    `${groupOrders} test orders`,
    `${calibration} times`,
    `${planLoss} less`,
  ]) {
    expect(page).toContain(bound)
  }
  const config = readConfig({})
  const defaults = Object.fromEntries(
    [...page.matchAll(/^\| `([A-Z_]+)` \| ([\d.]+) \|/gm)].map(([, name, value]) => [name, Number(value)]),
  )
  expect(defaults).toEqual({
    RETRAIN_CHECK_MINUTES: config.retrainCheckMinutes,
    RETRAIN_NEW_ORDERS_SHARE: config.retrainNewOrdersShare,
    RETRAIN_DRIFT_INDEX: config.retrainDriftIndex,
    RETRAIN_EVERY_HOURS: config.retrainEveryHours,
    STABLE_AFTER_DAYS: config.stableAfterDays,
  })
})

test('docs/runbook.md tells the defaults as they are', async () => {
  const page = await readFile(join(projectRoot, 'docs', 'runbook.md'), 'utf8')
  const told = [...page.matchAll(/^\| `([A-Z_]+)` \| (\d+)/gm)].map(([, name, value]) => [
    name,
    Number(value),
  ])
  const { retainDays, ...config } = readConfig({})
  expect(Object.fromEntries(told)).toEqual({
    WORKERS: config.workers,
    DATABASE_POOL_SIZE: config.databasePoolSize,
    DATABASE_WAIT_SECONDS: config.databaseWaitMs / 1000,
    LOOKUP_MAX_BATCH: config.lookupMaxBatch,
    DATABASE_STATEMENT_TIMEOUT_MS: config.databaseStatementTimeoutMs,
    SHUTDOWN_DRAIN_MS: config.shutdownDrainMs,
    SHUTDOWN_GRACE_MS: config.shutdownGraceMs,
    RETENTION_CHECK_MINUTES: config.retentionCheckMinutes,
    RETAIN_IMPRESSIONS_DAYS: retainDays.impressions,
    RETAIN_INTERACTIONS_DAYS: retainDays.interactions,
    RETAIN_PENDING_INTERACTIONS_DAYS: retainDays.pendingInteractions,
    RETAIN_RECOMMENDATIONS_DAYS: retainDays.recommendations,
    RETAIN_TRAINING_RUNS_DAYS: retainDays.trainingRuns,
    RETAIN_MODELS_DAYS: retainDays.models,
    RETAIN_QUARANTINE_DAYS: retainDays.quarantine,
    RETAIN_AUDIT_DAYS: retainDays.audit,
    RETAIN_MONITORING_DAYS: retainDays.monitoring,
    RETAIN_DAILY_SKETCHES_DAYS: retainDays.dailySketches,
    MONITORING_CHECK_MINUTES: config.monitoringCheckMinutes,
  })
})

test('WORKERS is a number of processes, or as many as there are cores', () => {
  expect(readConfig({}).workers).toBe(1)
  expect(readConfig({ WORKERS: '3' }).workers).toBe(3)
  expect(readConfig({ WORKERS: 'auto' }).workers).toBeGreaterThanOrEqual(1)
  for (const wrong of ['0', '65', '1.5', 'many']) {
    expect(() => readConfig({ WORKERS: wrong })).toThrow(/WORKERS: is a whole number of processes/)
  }
})

test('replicas to read from need a database of ours that they are replicas of', () => {
  const url = 'postgresql://me@one:5432,two:5432/maitre'
  expect(readConfig({ DATABASE_URL: url, DATABASE_READ_URL: url }).databaseReadUrl).toBe(url)
  expect(() => readConfig({ DATABASE_READ_URL: url })).toThrow(/DATABASE_READ_URL: names replicas of/)
  expect(() => readConfig({ DATABASE_URL: url, DATABASE_READ_URL: 'one:5432' })).toThrow(
    /DATABASE_READ_URL: starts with/,
  )
})
