import type { CityOptions } from '../../seed/options.ts'
import type { TruthCalibration } from '../jobs/truth/calibration.ts'
import type { TruthEvaluation } from '../jobs/truth/evaluate-truth.ts'
import type { GroupFigures } from '../jobs/truth/groups.ts'
import { renderTable } from './table.ts'

interface TruthReport extends TruthEvaluation {
  readonly city: CityOptions
  readonly orders: number
  readonly trainSeconds: number
  /** chance that a position is looked at, relative to the top one */
  readonly examination: readonly {
    readonly position: number
    readonly learnt: number
    readonly truth: number
  }[]
}

export function renderTruth(report: TruthReport): string {
  const { city, orders, all, trainSeconds, calibration, users, restaurants } = report
  return [
    `Porto Claro, seed ${city.seed}: ${city.restaurants} restaurants, ${city.users} users, ${orders} orders in ${city.days} days;` +
      ` ${report.moments} later ones tested, ${all.orders} of them from places within reach of where their user says to be (trained in ${trainSeconds.toFixed(1)} s)`,
    renderNdcg(report),
    'Attainable is what the truth’s own ranking has. First-time orders are ranked among places new to the user.',
    '',
    renderCalibration(calibration),
    '',
    renderGroups('past orders of the user', 'moments', users),
    '',
    renderGroups('past orders of the restaurant', 'true orders', restaurants),
    '',
    'Chance that a position of a list is looked at, relative to the top one, as learnt from impressions and clicks:',
    renderTable(
      ['position', 'learnt', 'true'],
      report.examination.map(({ position, learnt, truth }) => [
        position,
        learnt.toFixed(3),
        truth.toFixed(3),
      ]),
    ),
    '',
  ].join('\n')
}

function renderNdcg({ all, firstTime }: TruthEvaluation): string {
  const head = ['NDCG@10', 'orders', 'model', 'attainable', 'share', 'observed', 'observed attainable']
  const row = (name: string, figures: TruthEvaluation['all']) => [
    name,
    figures.orders,
    figures.model.toFixed(4),
    figures.attainable.toFixed(4),
    percent(figures.share),
    figures.observedModel.toFixed(4),
    figures.observedAttainable.toFixed(4),
  ]
  return renderTable(head, [row('all orders', all), row('first-time orders', firstTime)])
}

function renderCalibration({
  bins,
  worstPoints,
  worstDecilePoints,
  meanAbsoluteError,
  misplaced,
}: TruthCalibration): string {
  return [
    'P(order from the place | an order is made), in ten bins that each hold a tenth of the expected orders:',
    renderTable(
      ['predictions', 'predicted', 'true', 'error ±', 'ordered', '± chance'],
      bins.map((bin) => [
        bin.predictions,
        percent(bin.predicted),
        percent(bin.truth),
        percent(bin.uncertainty),
        percent(bin.observed),
        percent(bin.noise),
      ]),
    ),
    `At most ${worstPoints.toFixed(2)} percentage points from the truth, and ${worstDecilePoints.toFixed(2)} in deciles of equally many predictions; mean absolute error ${percent(meanAbsoluteError)};` +
      ` ${percent(misplaced)} of the orders are expected from the wrong place.`,
  ].join('\n')
}

function renderGroups(name: string, weight: string, groups: readonly GroupFigures[]): string {
  return renderTable(
    [name, weight, 'model', 'attainable', 'share', 'expected / true'],
    groups.map((group) => [
      group.group,
      Math.round(group.weight),
      group.model.toFixed(4),
      group.attainable.toFixed(4),
      percent(group.share),
      group.expectedOverTrue.toFixed(3),
    ]),
  )
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`
