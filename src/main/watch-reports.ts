import { addDays, dayOf } from '../analysis/drift/days.ts'
import type { DriftReport } from '../analysis/drift/report.ts'
import type { QualityReport } from '../analysis/quality/report.ts'
import type { Kept, ReportStore } from '../jobs/monitoring/report-store.ts'
import type { Metrics } from '../monitoring/metrics.ts'
import type { ModelRegistry } from '../relevance/registry.ts'

export interface WatchedReports {
  readonly reports: Pick<ReportStore, 'drift' | 'quality'>
  readonly models: Pick<ModelRegistry, 'channels' | 'get'>
  readonly isAway: () => boolean
  readonly now: () => Date
}

interface Latest {
  readonly drift: Kept<DriftReport> | undefined
  readonly quality: Kept<QualityReport> | undefined
  readonly models: readonly { channel: string; createdMs: number; dataToMs: number | null }[]
}

/** Between two readings of the database, however often Prometheus asks, ms. */
const rereadAfterMs = 15_000
/** A report of days long past says nothing of today. */
const mostAgeDays = 7

/** Drift, data quality and the age of models, as every replica finds them in the database. */
export function registerReportGauges(
  metrics: Pick<Metrics, 'gauge' | 'gauges'>,
  watched: WatchedReports,
): void {
  const latest = reader(watched)
  const ageOf = (computedAt: string | undefined) =>
    computedAt === undefined ? Number.NaN : (watched.now().getTime() - Date.parse(computedAt)) / 1000

  metrics.gauges(
    'maitre_drift_value',
    'How far the last week is from what the model learnt from, by check and measure',
    ['check', 'measure'],
    async () =>
      (await latest()).drift?.report.checks.flatMap(({ key, measures }) =>
        measures.map((measure) => ({ labels: { check: key, measure: measure.key }, value: measure.value })),
      ) ?? [],
  )
  metrics.gauges(
    'maitre_drift_raised',
    '1: drift that is neither chance nor small, and has lasted',
    ['check'],
    async () =>
      (await latest()).drift?.report.checks.map(({ key, status }) => ({
        labels: { check: key },
        value: status === 'raised' ? 1 : 0,
      })) ?? [],
  )
  metrics.gauges(
    'maitre_data_quality_value',
    'What the checks of the last whole day measured',
    ['check'],
    async () =>
      (await latest()).quality?.report.checks.flatMap(({ key, value }) =>
        value === null ? [] : [{ labels: { check: key }, value }],
      ) ?? [],
  )
  metrics.gauges('maitre_data_quality_raised', '1: out of its bounds', ['check'], async () =>
    ((await latest()).quality?.report.checks ?? []).map(({ key, status }) => ({
      labels: { check: key },
      value: status === 'raised' ? 1 : 0,
    })),
  )
  metrics.gauge('maitre_drift_report_age_seconds', 'Since drift was measured', async () =>
    ageOf((await latest()).drift?.computedAt),
  )
  const modelAges = (pick: (model: Latest['models'][number]) => number | null) => async () =>
    (await latest()).models.flatMap((model) => {
      const ms = pick(model)
      return ms === null
        ? []
        : [{ labels: { channel: model.channel }, value: (watched.now().getTime() - ms) / 1000 }]
    })
  metrics.gauges(
    'maitre_model_age_seconds',
    'Since the model of a channel was trained',
    ['channel'],
    modelAges(({ createdMs }) => createdMs),
  )
  metrics.gauges(
    'maitre_model_data_age_seconds',
    'Since the newest row that the model of a channel learnt from',
    ['channel'],
    modelAges(({ dataToMs }) => dataToMs),
  )
}

/** What the database says, at most `rereadAfterMs` old; while it is away, what it said before. */
function reader({ reports, models, isAway, now }: WatchedReports): () => Promise<Latest> {
  let known: Promise<Latest> = Promise.resolve({ drift: undefined, quality: undefined, models: [] })
  let readMs = Number.NEGATIVE_INFINITY
  const read = async (): Promise<Latest> => {
    const fromDay = addDays(dayOf(now().getTime()), -mostAgeDays)
    const [drift, quality, channels] = await Promise.all([
      reports.drift(fromDay),
      reports.quality(fromDay),
      models.channels(),
    ])
    const served = await Promise.all(
      channels.map(async ({ channel, version }) => {
        const { createdAt, dataTo } = await models.get(version)
        return { channel, createdMs: Date.parse(createdAt), dataToMs: dataTo ? Date.parse(dataTo) : null }
      }),
    )
    return { drift: drift.at(-1), quality: quality.at(-1), models: served }
  }
  return () => {
    const nowMs = performance.now()
    if (isAway() || nowMs - readMs < rereadAfterMs) return known
    readMs = nowMs
    const before = known
    known = read().catch(() => before)
    return known
  }
}
