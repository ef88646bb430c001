import { addDays, dayOf, startOf } from '../../analysis/drift/days.ts'
import { judgeDrift } from '../../analysis/drift/judge.ts'
import type { DriftReport } from '../../analysis/drift/report.ts'
import type { DaySketch } from '../../analysis/drift/sketch.ts'
import { judgeQuality } from '../../analysis/quality/judge.ts'
import type { QualityReport } from '../../analysis/quality/report.ts'
import type { Database } from '../../db/client.ts'
import { createModelRegistry } from '../../relevance/registry.ts'
import { createReportStore } from './report-store.ts'
import { attributionHours, sketchDay } from './sketch-day.ts'
import { createSketchStore, type KeptSketch, type SketchStore, type Volume } from './sketch-store.ts'

export interface TakeStockOptions {
  readonly database: Pick<Database, 'pool'>
  readonly now: () => Date
  readonly signal?: AbortSignal
}

export interface Stock {
  readonly drift: DriftReport
  readonly quality: QualityReport
}

const hourMs = 3_600_000
/** What a report looks back on: eight weeks of the same weekday, or a window, its streak and a reference. */
const lookBackDays = 70
const referenceDays = 28
/** After a day's end all its orders are in, those included that came of its lists. */
const settledHours = attributionHours + 2

/**
 * Brings the counts by day up to date, judges the last whole day, and keeps both reports. The counts of a day are made when it is over,
 * once more when the orders of its lists are in, and whenever rows of it arrive later.
 */
export async function takeStock({ database, now, signal }: TakeStockOptions): Promise<Stock> {
  const sketches = createSketchStore({ database, now })
  const reports = createReportStore({ database, now })
  const model = await servedModel(database, now)
  const nowMs = now().getTime()
  const day = addDays(dayOf(nowMs), -1)
  const known = new Map<string, DaySketch>()
  const update = async (from: string, to: string) => {
    const fresh = await bringUpToDate({ database, sketches, from, to, nowMs, ...(signal ? { signal } : {}) })
    for (const sketch of fresh) known.set(sketch.day, sketch)
  }
  await update(addDays(day, -lookBackDays), day)
  // The days that an old model learnt from.
  const dataTo = model?.dataTo ? dayOf(Date.parse(model.dataTo)) : null
  if (dataTo !== null && addDays(dataTo, -referenceDays) < addDays(day, -lookBackDays)) {
    await update(addDays(dataTo, -referenceDays), dataTo < day ? dataTo : day)
  }
  const drift = judgeDrift({ sketches: known, day, modelVersion: model?.version ?? null, dataTo })
  const quietHours = await hoursSinceReceived(database, nowMs)
  const quality = judgeQuality({ sketches: known, day, quietHours })
  await reports.keepDrift(drift)
  await reports.keepQuality(quality)
  return { drift, quality }
}

/** What `latest` serves. */
async function servedModel(database: Pick<Database, 'pool'>, now: () => Date) {
  const registry = createModelRegistry({ database, now })
  const served = (await registry.channels()).find(({ channel }) => channel === 'latest')
  return served ? registry.get(served.version) : null
}

async function bringUpToDate(request: {
  database: Pick<Database, 'pool'>
  sketches: SketchStore
  from: string
  to: string
  nowMs: number
  signal?: AbortSignal
}): Promise<DaySketch[]> {
  const { database, sketches, from, to, nowMs, signal } = request
  const kept = new Map((await sketches.read(from, to)).map((each) => [each.sketch.day, each]))
  const volumes = await sketches.volumes(from, to)
  const days: DaySketch[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const have = kept.get(day)
    const volume = volumes.get(day)
    if (volume && isStale(have, day, volume, nowMs)) {
      const sketch = await sketchDay(database.pool, day, volume, signal)
      await sketches.keep(sketch)
      days.push(sketch)
    } else if (have) days.push(have.sketch)
  }
  return days
}

/** Rows that are fewer than they were have been deleted for their age, or with their user: the counts stay. */
function isStale(kept: KeptSketch | undefined, day: string, volume: Volume, nowMs: number): boolean {
  if (!kept) return true
  const settledMs = startOf(addDays(day, 1)) + settledHours * hourMs
  if (kept.computedAtMs < settledMs && nowMs >= settledMs) return true
  const before = kept.sketch.volume
  return (Object.keys(volume) as (keyof Volume)[]).some((kind) => volume[kind] > before[kind])
}

async function hoursSinceReceived({ pool }: Pick<Database, 'pool'>, nowMs: number): Promise<number | null> {
  const { rows } = await pool.query<{ at: Date | null }>('SELECT max(received_at) AS at FROM interactions')
  const at = rows[0]?.at
  return at ? Math.max(0, (nowMs - at.getTime()) / hourMs) : null
}
