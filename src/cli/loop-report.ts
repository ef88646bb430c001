import type { LoopReport, VariantReport } from '../jobs/loop/loop-report.ts'
import { withoutLists, withoutModel } from '../jobs/loop/options.ts'
import type { RoundKey } from '../jobs/loop/round-figures.ts'
import type { Interval } from '../numeric/bootstrap.ts'
import { renderTable } from './table.ts'

/** First the answer in words, then the tables. */
export function renderLoop(report: LoopReport): string {
  const { options, variants } = report
  const { restaurants, users, seeds, rounds, daysPerRound, daysBefore, listShare } = options
  const cities = seeds.length === 1 ? 'one simulated city' : `${seeds.length} simulated cities`
  return [
    `${cities} of ${restaurants} restaurants and ${users} users; ${daysBefore} days before the loop, then ${rounds} rounds of ${daysPerRound} days.`,
    `${percent(listShare)} of sessions begin with a list; after each round the model is trained anew on what the lists brought about.`,
    '',
    ...words(variants),
    '',
    'A session, on average over the rounds (orders, fee and margin per 1,000 sessions, from lists and from habit, expected under the truth):',
    renderTable(
      ['lists by', 'orders', 'fee', 'margin', 'NDCG of attainable', 'compared', 'orders', 'fee', 'margin'],
      variants.map(({ name, mean, change }) => [
        name,
        plain(mean.orders, 0),
        plain(mean.revenue, 0),
        plain(mean.margin, 0),
        plain(mean.ndcgShare, 3),
        change === null ? '' : `with ${change.against}`,
        relative(change?.figures.orders),
        relative(change?.figures.revenue),
        relative(change?.figures.margin),
      ]),
    ),
    '',
    'Who is shown and who is ordered from (exposure: 1 / log2(1 + rank); the rich: the 10 % of places with most orders before the loop):',
    renderTable(
      [
        'lists by',
        'Gini shown',
        'Gini orders',
        'rich shown',
        'rich orders',
        'long tail shown',
        'new shown',
        'new orders',
        'amplification',
      ],
      variants.map(({ name, mean }) => [
        name,
        plain(mean.giniExposure, 3),
        plain(mean.giniOrders, 3),
        share(mean.topExposure),
        share(mean.topOrders),
        share(mean.longTailExposure),
        share(mean.newExposure),
        share(mean.newOrders),
        plain(mean.amplification, 2),
      ]),
    ),
    '',
    `How fast the rich get richer, in ten rounds, beyond what the city does without lists; Gini of exposure by round:`,
    renderTable(
      ['lists by', "the rich's share of orders, points", 'Gini of orders', 'first to last round', ''],
      variants.map(({ name, slopeOfLists, rounds: each }) => [
        name,
        slopeOfLists ? points(slopeOfLists.topOrders) : '–',
        slopeOfLists ? signed(slopeOfLists.giniOrders, 3) : '–',
        slopeOfLists ? `${plain(each[0]!.giniExposure, 3)} to ${plain(each.at(-1)!.giniExposure, 3)}` : '–',
        slopeOfLists ? sparkline(each.map(({ giniExposure }) => giniExposure?.mean ?? 0)) : '',
      ]),
    ),
    seeds.length > 1
      ? `Means over the cities with 95 % intervals (Student's t, ${seeds.length} cities); the same sessions and draws for all.`
      : 'One city: no intervals; --cities 4 tells how sure this is.',
    '',
  ].join('\n')
}

function words(variants: readonly VariantReport[]): string[] {
  const shown = variants.filter(({ profile }) => profile !== null)
  const shipped = shown.filter(({ mode }) => mode === 'shipped')
  const city = variants.find(({ name }) => name === withoutLists)
  const first = shipped.find(({ name }) => name !== withoutModel) ?? shown[0]
  if (!first || !city) return []
  const lines: string[] = []
  if (first.change?.against === withoutLists) {
    lines.push(
      `Lists by ${first.name} bring ${relative(first.change.figures.orders)} orders and ${relative(first.change.figures.revenue)} fee over no lists.`,
    )
  }
  const fastest = [...shipped].sort((a, b) => speed(b) - speed(a))[0]
  if (fastest) {
    const gain = fastest.slopeOfLists?.topOrders
    lines.push(
      `The rich hold ${share(city.mean.topOrders)} of orders without lists and ${share(first.mean.topOrders)} with ${first.name}. ` +
        `Beyond what the city does by itself they gain fastest with ${fastest.name}: ${points(gain)} points of orders in ten rounds` +
        `${isUnsure(gain) ? ', which could be chance' : ''}.`,
    )
  }
  for (const variant of shown) {
    if (variant.mode === 'shipped' || variant.change === null || variant.change.against === withoutLists)
      continue
    const base = shown.find(({ name }) => name === variant.change?.against)!
    lines.push(
      `${variant.name}: new places ${share(base.mean.newExposure)} → ${share(variant.mean.newExposure)} of exposure, Gini shown ` +
        `${plain(base.mean.giniExposure, 2)} → ${plain(variant.mean.giniExposure, 2)}; costs ${relative(variant.change.figures.orders)} orders, ` +
        `${relative(variant.change.figures.revenue)} fee.`,
    )
  }
  return lines
}

const speed = ({ slopeOfLists }: VariantReport) => slopeOfLists?.topOrders?.mean ?? Number.NEGATIVE_INFINITY
const isUnsure = (interval: Interval | null | undefined) =>
  !interval || interval.low === null || interval.high === null || interval.low * interval.high <= 0

const bars = '▁▂▃▄▅▆▇█'

/** Heights between the least and the most of these. */
function sparkline(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const level = (value: number) =>
    high > low ? Math.round(((value - low) / (high - low)) * (bars.length - 1)) : 0
  return values.map((value) => bars[level(value)]).join('')
}

const percent = (value: number) => `${Math.round(100 * value)} %`
const plain = (interval: Interval | null, digits: number) => (interval ? interval.mean.toFixed(digits) : '–')
const share = (interval: Interval | null) => (interval ? `${(100 * interval.mean).toFixed(1)} %` : '–')
const withSign = (value: number, digits: number) =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`

function signed(interval: Interval | null | undefined, digits: number, factor = 1, unit = ''): string {
  if (!interval) return '–'
  const text = (value: number) => withSign(factor * value, digits)
  const { mean, low, high } = interval
  const range = low === null || high === null ? '' : ` [${text(low)}, ${text(high)}]`
  return `${text(mean)}${unit}${range}`
}
const relative = (interval: Interval | null | undefined) => signed(interval, 1, 100, ' %')
const points = (interval: Interval | null | undefined) => signed(interval, 1, 100)

export const loopCharts: readonly { readonly key: RoundKey; readonly title: string }[] = [
  { key: 'giniExposure', title: 'Gini of exposure' },
  { key: 'topExposure', title: 'Exposure of the rich tenth' },
  { key: 'topOrders', title: 'Orders of the rich tenth' },
  { key: 'newExposure', title: 'Exposure of new places' },
  { key: 'revenue', title: 'Fee per 1,000 sessions' },
  { key: 'ndcgShare', title: 'NDCG@10, share of attainable' },
]
