import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What one answered recommendation tells the dashboards. */
export interface RecommendationSample {
  readonly profile: string
  readonly plan: string
  readonly tookMs: number
  readonly budgetMs: number
  readonly predictedMs: number
  readonly degraded: readonly string[]
  readonly userKnown: boolean
}

export interface RequestSample {
  readonly method: string
  /** The route's pattern, never the path: a label must have few values. */
  readonly route: string
  readonly status: number
  readonly seconds: number
}

/** What became of the rows of one call that sent interactions. */
export interface IngestionSample {
  readonly accepted: number
  readonly duplicates: number
  /** of those accepted: kept until their restaurant is known */
  readonly pending: number
  readonly rejected: number
  /** of the newest sound row: from when it happened to when it was received; null: there is none */
  readonly lagSeconds: number | null
}

export type Labelled<Label extends string> = readonly {
  readonly labels: Readonly<Record<Label, string>>
  readonly value: number
}[]

export interface Metrics {
  readonly contentType: string
  /** The exposition that Prometheus reads. */
  render(): Promise<string>
  observeRequest(sample: RequestSample): void
  observeRecommendation(sample: RecommendationSample): void
  /** Seconds that one stage of a recommendation took. */
  observeStage(stage: string, seconds: number): void
  observeIngestion(sample: IngestionSample): void
  countReload(topic: string, outcome: 'ok' | 'failed'): void
  countDropped(queue: string, rows: number): void
  /** Rows deleted because they were older than they are kept, by kind. */
  countRetired(what: string, rows: number): void
  /** A number that is read when Prometheus asks; NaN, or a rejection: nothing to say at the moment. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void
  /** The same with labels; a set of labels that is not read this time has nothing to say, and neither has a rejection. */
  gauges<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    read: () => Labelled<Label> | Promise<Labelled<Label>>,
  ): void
  /** The model that each channel serves, as labels of a constant 1. */
  modelInfo(read: () => readonly { channel: string; version: string }[]): void
}

const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
/** From live front ends to what was sent after a day without a network. */
const lagBuckets = [0.1, 0.5, 1, 5, 15, 60, 300, 1800, 7200, 86_400]
const stageBuckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1]

/**
 * All metrics of one running service, in a registry of its own, so that several can live in one process.
 * @param labels of every sample; absent: none
 */
export function createMetrics(labels?: Readonly<Record<string, string>>): Metrics {
  const registry = new Registry()
  if (labels) registry.setDefaultLabels(labels)
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const requests = new Histogram({
    name: 'maitre_http_request_duration_seconds',
    help: 'Time from the request line to the end of the answer',
    labelNames: ['method', 'route', 'status'],
    buckets: requestBuckets,
    registers,
  })
  const recommendations = new Histogram({
    name: 'maitre_recommendation_duration_seconds',
    help: 'Time of one recommendation inside the service',
    labelNames: ['plan'],
    buckets: requestBuckets,
    registers,
  })
  const predictions = new Histogram({
    name: 'maitre_recommendation_predicted_seconds',
    help: 'Time that the planner predicted (p95) for the plan it chose',
    labelNames: ['plan'],
    buckets: requestBuckets,
    registers,
  })
  const plans = new Counter({
    name: 'maitre_recommendations_total',
    help: 'Recommendations by profile, plan and whether the user is known',
    labelNames: ['profile', 'plan', 'user'],
    registers,
  })
  const budgets = new Counter({
    name: 'maitre_recommendation_budget_total',
    help: 'Recommendations inside (kept) and outside (missed) their latency budget',
    labelNames: ['profile', 'outcome'],
    registers,
  })
  const degraded = new Counter({
    name: 'maitre_recommendations_degraded_total',
    help: 'Recommendations that had to do without something, by what',
    labelNames: ['reason'],
    registers,
  })
  const stages = new Histogram({
    name: 'maitre_stage_duration_seconds',
    help: 'Time of one stage of a recommendation',
    labelNames: ['stage'],
    buckets: stageBuckets,
    registers,
  })
  const interactions = new Counter({
    name: 'maitre_interactions_total',
    help: 'Interactions that were sent, by what became of them',
    labelNames: ['outcome'],
    registers,
  })
  const lag = new Histogram({
    name: 'maitre_ingestion_lag_seconds',
    help: 'From when the newest interaction of a call happened to when it was received',
    buckets: lagBuckets,
    registers,
  })
  const reloads = new Counter({
    name: 'maitre_snapshot_reloads_total',
    help: 'Parts of the snapshot that were loaded again',
    labelNames: ['topic', 'outcome'],
    registers,
  })
  const dropped = new Counter({
    name: 'maitre_dropped_rows_total',
    help: 'Rows that a full queue had to let go',
    labelNames: ['queue'],
    registers,
  })
  const retired = new Counter({
    name: 'maitre_retention_deleted_rows_total',
    help: 'Rows deleted because they were older than they are kept',
    labelNames: ['what'],
    registers,
  })

  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    observeRequest({ method, route, status, seconds }) {
      requests.observe({ method, route, status: String(status) }, seconds)
    },
    observeRecommendation(sample) {
      const { plan, profile } = sample
      recommendations.observe({ plan }, sample.tookMs / 1000)
      predictions.observe({ plan }, sample.predictedMs / 1000)
      plans.inc({ profile, plan, user: sample.userKnown ? 'known' : 'unknown' })
      budgets.inc({ profile, outcome: sample.tookMs <= sample.budgetMs ? 'kept' : 'missed' })
      for (const reason of sample.degraded) degraded.inc({ reason })
    },
    observeStage: (stage, seconds) => stages.observe({ stage }, seconds),
    observeIngestion({ accepted, duplicates, pending, rejected, lagSeconds }) {
      interactions.inc({ outcome: 'accepted' }, accepted - pending)
      interactions.inc({ outcome: 'duplicate' }, duplicates)
      interactions.inc({ outcome: 'pending' }, pending)
      interactions.inc({ outcome: 'rejected' }, rejected)
      if (lagSeconds !== null) lag.observe(Math.max(0, lagSeconds))
    },
    countReload: (topic, outcome) => reloads.inc({ topic, outcome }),
    countDropped: (queue, rows) => dropped.inc({ queue }, rows),
    countRetired: (what, rows) => retired.inc({ what }, rows),
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await Promise.resolve(read()).catch(() => Number.NaN))
        },
      })
    },
    gauges(name, help, labelNames, read) {
      new Gauge({
        name,
        help,
        labelNames: [...labelNames],
        registers,
        async collect() {
          const values = await Promise.resolve(read()).catch(() => [])
          this.reset()
          for (const { labels, value } of values) this.set(labels, value)
        },
      })
    },
    modelInfo(read) {
      new Gauge({
        name: 'maitre_model_info',
        help: 'The model version that each channel serves',
        labelNames: ['channel', 'version'],
        registers,
        collect() {
          this.reset()
          for (const labels of read()) this.set(labels, 1)
        },
      })
    },
  }
}
