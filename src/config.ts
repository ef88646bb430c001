import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { fieldErrors } from './problem/field-errors.ts'
import { urlsOf } from './schema/database-urls.ts'

const milliseconds = (initial: number, min: number, max: number) =>
  z.coerce.number({ error: 'is a number of milliseconds' }).min(min).max(max).default(initial)

const numberOf = (what: string, initial: number, min: number, max: number) =>
  z.coerce
    .number({ error: `is a number (${what})` })
    .min(min)
    .max(max)
    .default(initial)

const whole = (what: string, initial: number, min: number, max: number) => {
  const error = `is a whole number (${what}) from ${min} to ${max}`
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error }).default(initial)
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const databaseUrl = (error: string) =>
  z
    .string()
    .regex(/^postgres(ql)?:\/\//, { error })
    .refine((url) => urlsOf(url).every((one) => URL.canParse(one)), {
      error:
        'is no URL; write postgresql://user:password@host:5432/database, special characters of a password as %…',
    })

/** 0: for ever. */
const retainedDays = (initial: number, min = 1) =>
  z.coerce
    .number({ error: 'is a number of days; 0 keeps for ever' })
    .int({ error: 'is a whole number of days' })
    .max(36_500)
    .refine((days) => days === 0 || days >= min, { error: `is 0 (for ever) or at least ${min}` })
    .default(initial)

/** The environment, variable by variable; nothing else in the project reads it. */
const environmentSchema = z
  .object({
    PORT: z.coerce.number({ error: 'is a port number' }).int().min(0).max(65535).default(3000),
    HOST: z.string().min(1).default('127.0.0.1'),
    WORKERS: z
      .string()
      .regex(/^(auto|[1-9]|[1-5]\d|6[0-4])$/, {
        error: 'is a whole number of processes from 1 to 64, or auto (one for each core)',
      })
      .default('1'),
    DATABASE_URL: databaseUrl('starts with postgresql://; leave it out for the embedded database').optional(),
    DATABASE_READ_URL: databaseUrl('starts with postgresql:// and names replicas of DATABASE_URL').optional(),
    MARKET: z.string().max(200).optional(),
    DATA_DIR: z.string().min(1).default('.data'),
    SEED: z
      .enum(['city', 'none'], { error: 'is city (a simulated city goes into an empty database) or none' })
      .default('city'),
    LOG_LEVEL: z.enum(logLevels, { error: `is one of ${logLevels.join(', ')}` }).optional(),
    OTEL_EXPORTER_OTLP_ENDPOINT: z
      .url({
        protocol: /^https?$/,
        error: 'is the URL of an OpenTelemetry collector, such as http://localhost:4318',
      })
      .optional(),
    DATABASE_POOL_SIZE: whole('connections', 10, 2, 200),
    DATABASE_WAIT_SECONDS: numberOf('seconds', 3600, 0, 31_536_000),
    LOOKUP_MAX_BATCH: z.coerce.number().int().min(1).max(1024).default(256),
    DATABASE_STATEMENT_TIMEOUT_MS: milliseconds(30_000, 0, 3_600_000),
    RATE_LIMIT_PER_MINUTE: whole('requests; 0: no limit', 60_000, 0, 1_000_000_000),
    SHUTDOWN_DRAIN_MS: milliseconds(0, 0, 600_000),
    SHUTDOWN_GRACE_MS: milliseconds(10_000, 0, 600_000),
    RETRAIN_CHECK_MINUTES: numberOf('minutes', 10, 0, 1440),
    RETRAIN_EVERY_HOURS: numberOf('hours', 24, 0, 8760),
    RETRAIN_NEW_ORDERS_SHARE: numberOf('orders, as a share such as 0.2', 0.2, 0, 100),
    RETRAIN_DRIFT_INDEX: numberOf('the population stability index, such as 0.25', 0.25, 0, 100),
    EXPERIMENT_CHECK_SECONDS: numberOf('seconds', 60, 0, 86_400),
    STABLE_AFTER_DAYS: numberOf('days', 7, 0, 3650),
    RETENTION_CHECK_MINUTES: numberOf('minutes', 60, 0, 1440),
    // Fewer would be too little to learn from: habits, weekdays, what is seen at which place.
    RETAIN_IMPRESSIONS_DAYS: retainedDays(180, 30),
    RETAIN_INTERACTIONS_DAYS: retainedDays(1095, 90),
    RETAIN_PENDING_INTERACTIONS_DAYS: retainedDays(180),
    RETAIN_RECOMMENDATIONS_DAYS: retainedDays(90),
    RETAIN_TRAINING_RUNS_DAYS: retainedDays(1095),
    RETAIN_MODELS_DAYS: retainedDays(180),
    RETAIN_QUARANTINE_DAYS: retainedDays(180),
    RETAIN_AUDIT_DAYS: retainedDays(1095, 30),
    RETAIN_MONITORING_DAYS: retainedDays(400),
    RETAIN_DAILY_SKETCHES_DAYS: retainedDays(400, 90),
    MONITORING_CHECK_MINUTES: numberOf('minutes', 30, 0, 1440),
  })
  .refine(
    ({ DATABASE_URL, DATABASE_READ_URL }) => DATABASE_READ_URL === undefined || DATABASE_URL !== undefined,
    {
      path: ['DATABASE_READ_URL'],
      error: 'names replicas of DATABASE_URL, which is not set; the embedded database has none',
    },
  )

/** Every variable that the service reads. */
export const environmentNames: readonly string[] = Object.keys(environmentSchema.shape)

export interface Config {
  /** 0: any free port. */
  readonly port: number
  readonly host: string
  /** Processes that answer on the port. */
  readonly workers: number
  /** undefined: the embedded database in `dataDir`. */
  readonly databaseUrl: string | undefined
  /** Replicas of it to read from; undefined: there are none. */
  readonly databaseReadUrl: string | undefined
  /** A restaurant that names the market that this service serves; undefined: all. */
  readonly market: string | undefined
  /** Absolute. */
  readonly dataDir: string
  readonly seed: 'city' | 'none'
  /** undefined: `info`, or `warn` where a person reads along. */
  readonly logLevel: string | undefined
  /** Where traces go; undefined: none are made. */
  readonly tracesEndpoint: string | undefined
  readonly databasePoolSize: number
  /** How long a start waits for a database that does not answer. */
  readonly databaseWaitMs: number
  readonly databaseStatementTimeoutMs: number
  /** Users in one look-up statement at most; 1 where tables are spread over machines by user. */
  readonly lookupMaxBatch: number
  /** Requests a key may send in a minute; 0: no limit. */
  readonly rateLimitPerMinute: number
  /** After SIGTERM: how long to answer as before while saying not to be ready. */
  readonly shutdownDrainMs: number
  /** After that: how long requests under way may still take. */
  readonly shutdownGraceMs: number
  /** Between two looks at whether to train; 0: this process never does by itself. */
  readonly retrainCheckMinutes: number
  /** Of each rule 0 means: never for that reason. */
  readonly retrainEveryHours: number
  readonly retrainNewOrdersShare: number
  readonly retrainDriftIndex: number
  /** Between two looks at whether an experiment has to end; 0: this process never looks. */
  readonly experimentCheckSeconds: number
  /** `stable` follows `latest` when that stood so long; 0: by hand only. */
  readonly stableAfterDays: number
  /** Between two looks for what is too old; 0: this process deletes nothing by itself. */
  readonly retentionCheckMinutes: number
  /** How long each kind of row is kept; 0: for ever. */
  readonly retainDays: {
    readonly impressions: number
    readonly interactions: number
    readonly pendingInteractions: number
    readonly recommendations: number
    readonly trainingRuns: number
    readonly models: number
    readonly quarantine: number
    readonly audit: number
    readonly monitoring: number
    readonly dailySketches: number
  }
  /** Between two looks at whether a day is to be measured for drift and data quality; 0: this process never looks. */
  readonly monitoringCheckMinutes: number
}

export class ConfigError extends Error {}

/**
 * Reads and checks the environment; an empty variable counts as absent.
 * @throws ConfigError that lists every fault at once, by variable.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    const faults = fieldErrors(parsed.error).map(({ path, message }) => `  ${path}: ${message}`)
    throw new ConfigError(`The environment is not usable:\n${faults.join('\n')}`)
  }
  const value = parsed.data
  return Object.freeze({
    port: value.PORT,
    host: value.HOST,
    workers: value.WORKERS === 'auto' ? Math.min(64, availableParallelism()) : Number(value.WORKERS),
    databaseUrl: value.DATABASE_URL,
    databaseReadUrl: value.DATABASE_READ_URL,
    market: value.MARKET,
    dataDir: resolve(value.DATA_DIR),
    seed: value.SEED,
    logLevel: value.LOG_LEVEL,
    tracesEndpoint: value.OTEL_EXPORTER_OTLP_ENDPOINT,
    databasePoolSize: value.DATABASE_POOL_SIZE,
    databaseWaitMs: 1000 * value.DATABASE_WAIT_SECONDS,
    databaseStatementTimeoutMs: value.DATABASE_STATEMENT_TIMEOUT_MS,
    lookupMaxBatch: value.LOOKUP_MAX_BATCH,
    rateLimitPerMinute: value.RATE_LIMIT_PER_MINUTE,
    shutdownDrainMs: value.SHUTDOWN_DRAIN_MS,
    shutdownGraceMs: value.SHUTDOWN_GRACE_MS,
    retrainCheckMinutes: value.RETRAIN_CHECK_MINUTES,
    retrainEveryHours: value.RETRAIN_EVERY_HOURS,
    retrainNewOrdersShare: value.RETRAIN_NEW_ORDERS_SHARE,
    retrainDriftIndex: value.RETRAIN_DRIFT_INDEX,
    experimentCheckSeconds: value.EXPERIMENT_CHECK_SECONDS,
    stableAfterDays: value.STABLE_AFTER_DAYS,
    retentionCheckMinutes: value.RETENTION_CHECK_MINUTES,
    retainDays: Object.freeze({
      impressions: value.RETAIN_IMPRESSIONS_DAYS,
      interactions: value.RETAIN_INTERACTIONS_DAYS,
      pendingInteractions: value.RETAIN_PENDING_INTERACTIONS_DAYS,
      recommendations: value.RETAIN_RECOMMENDATIONS_DAYS,
      trainingRuns: value.RETAIN_TRAINING_RUNS_DAYS,
      models: value.RETAIN_MODELS_DAYS,
      quarantine: value.RETAIN_QUARANTINE_DAYS,
      audit: value.RETAIN_AUDIT_DAYS,
      monitoring: value.RETAIN_MONITORING_DAYS,
      dailySketches: value.RETAIN_DAILY_SKETCHES_DAYS,
    }),
    monitoringCheckMinutes: value.MONITORING_CHECK_MINUTES,
  })
}
