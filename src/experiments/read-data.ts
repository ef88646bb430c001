import { z } from 'zod'
import type { Queryable } from '../db/queryable.ts'
import type { Experiment } from './experiment-rows.ts'
import type { MetricKey, Moments } from './metrics.ts'
import type { VariantData } from './pair.ts'

/** An order belongs to the list that it names, or else to the last one that the user was shown within so many hours before it. */
const listHours = 6

/** What a mean or a ratio is made of, as columns of a user's totals; x null: 1 for everybody. */
const columnsOf: Readonly<Record<MetricKey, { y: string; x: string | null }>> = {
  orders: { y: 'orders', x: null },
  revenue: { y: 'fee', x: null },
  margin: { y: 'margin', x: null },
  wait: { y: 'wait', x: 'waits' },
  ndcg: { y: 'gain', x: 'gains' },
}
const keys = Object.keys(columnsOf) as MetricKey[]

/**
 * All that was ever learnt of an experiment's users, as sums over variants: no figure is of one user. A user counts as of the first
 * list that a variant ranked for them, with what they did in the outcome window after it, once that window is over: so every user
 * enters once, with a value that does not change any more, which is what makes peeking harmless.
 * @param options.until nothing later counts
 * @param options.lists false: leaves out what has to look into lists (`wait`, `ndcg`), which is nearly all of the work: about 0.1 ms an
 *   order
 */
export async function readExperimentData(
  database: Queryable,
  { key, settings }: Pick<Experiment, 'key' | 'settings'>,
  { until, lists }: { until: Date; lists: boolean },
): Promise<VariantData[]> {
  const { rows } = await database.query<Record<string, unknown>>(statement, [
    key,
    until,
    settings.outcomeHours * 3600,
    listHours * 3600,
    lists,
  ])
  const read = rowsSchema.parse(rows)
  return settings.variants.map((variant) => {
    const row = read.find((each) => each.variant === variant.key)
    const moments = Object.fromEntries(keys.map((metric) => [metric, momentsOf(row, metric)])) as Record<
      MetricKey,
      Moments
    >
    return { key: variant.key, enrolled: row?.enrolled ?? 0, moments }
  })
}

const rowsSchema = z.array(
  z.looseObject({ variant: z.string().nullable(), enrolled: z.number(), users: z.number() }),
)
type Row = z.infer<typeof rowsSchema>[number]
// Of fewer than two users PostgreSQL knows no variance.
const figureSchema = z.number().nullish()

function momentsOf(row: Row | undefined, metric: MetricKey): Moments {
  const read = (what: string) => figureSchema.parse(row?.[`${metric}_${what}`]) ?? 0
  const isRatio = columnsOf[metric].x !== null
  return {
    users: row?.users ?? 0,
    meanY: read('mean_y'),
    varianceY: read('variance_y'),
    meanX: isRatio ? read('mean_x') : 1,
    varianceX: isRatio ? read('variance_x') : 0,
    covariance: isRatio ? read('covariance') : 0,
    active: read('active'),
  }
}

const momentColumns = keys.flatMap((metric) => {
  const { y, x } = columnsOf[metric]
  const mean = [
    `avg(${y}) FILTER (WHERE mature) AS ${metric}_mean_y`,
    `var_samp(${y}) FILTER (WHERE mature) AS ${metric}_variance_y`,
    `(count(*) FILTER (WHERE mature AND ${x ?? y} <> 0))::int AS ${metric}_active`,
  ]
  if (x === null) return mean
  return [
    ...mean,
    `avg(${x}) FILTER (WHERE mature) AS ${metric}_mean_x`,
    `var_samp(${x}) FILTER (WHERE mature) AS ${metric}_variance_x`,
    `(covar_samp(${y}, ${x}) FILTER (WHERE mature)) AS ${metric}_covariance`,
  ]
})

const statement = `
  WITH enrolled AS (
    SELECT DISTINCT ON (user_id) user_id, experiment_variant AS variant, at AS first_at,
           at + make_interval(secs => $3) AS last_at, at + make_interval(secs => $3) <= $2 AS mature
      FROM recommendations WHERE experiment_key = $1 AND user_id IS NOT NULL AND at <= $2
     ORDER BY user_id, at, id
  ), orders AS (
    SELECT e.user_id, i.id, i.at, i.restaurant_id, i.recommendation_id, r.cost_per_order AS cost,
           coalesce(i.amount, r.average_spend, 0) * coalesce(r.fee_rate, 0.1) AS fee
      FROM enrolled e
      JOIN interactions i ON i.user_id = e.user_id AND i.type = 'order' AND i.at >= e.first_at AND i.at < e.last_at
      JOIN restaurants r ON r.id = i.restaurant_id
     WHERE e.mature
  ), judged AS (
    SELECT o.user_id, o.fee, o.cost, place.wait, list.items IS NOT NULL AS has_list,
           CASE WHEN place.rank <= 10 THEN ln(2) / ln(1 + place.rank) ELSE 0 END AS gain
      FROM orders o
      LEFT JOIN LATERAL (
        SELECT d.items, d.plan FROM recommendations d
         WHERE $5::boolean AND d.experiment_key = $1 AND d.user_id = o.user_id AND d.at <= o.at
           AND (d.id = o.recommendation_id OR d.at > o.at - make_interval(secs => $4))
         ORDER BY d.id IS NOT DISTINCT FROM o.recommendation_id DESC, d.at DESC, d.id LIMIT 1
      ) list ON true
      LEFT JOIN LATERAL (
        SELECT rank, coalesce(
                 (SELECT -(item -> 'values' ->> (n - 1)::int)::float8
                    FROM jsonb_array_elements(list.plan -> 'weighing') WITH ORDINALITY AS weighed(term, n)
                   WHERE term ->> 'key' = 'wait'),
                 (SELECT -(value ->> 'value')::float8 FROM jsonb_array_elements(item -> 'objectives') value
                   WHERE value ->> 'key' = 'wait')) AS wait
          FROM jsonb_array_elements(list.items) WITH ORDINALITY AS items(item, rank)
         WHERE item ->> 'restaurantId' = o.restaurant_id LIMIT 1
      ) place ON true
  ), totals AS (
    SELECT user_id, count(*)::float8 AS orders, sum(fee) AS fee, sum(fee - cost) AS margin,
           coalesce(sum(wait), 0) AS wait, count(wait)::float8 AS waits,
           coalesce(sum(gain) FILTER (WHERE has_list), 0)::float8 AS gain,
           (count(*) FILTER (WHERE has_list))::float8 AS gains
      FROM judged GROUP BY user_id
  ), by_user AS (
    SELECT e.variant, e.mature, coalesce(orders, 0) AS orders, coalesce(fee, 0) AS fee, coalesce(margin, 0) AS margin,
           coalesce(wait, 0) AS wait, coalesce(waits, 0) AS waits, coalesce(gain, 0) AS gain, coalesce(gains, 0) AS gains
      FROM enrolled e LEFT JOIN totals t USING (user_id)
  )
  SELECT variant, count(*)::int AS enrolled, (count(*) FILTER (WHERE mature))::int AS users, ${momentColumns.join(', ')}
    FROM by_user GROUP BY variant`
