import type { StoredEvaluation } from '../jobs/model-metrics.ts'
import { rankers } from '../relevance/evaluate-orders.ts'
import { renderTable } from './table.ts'

type Interval = StoredEvaluation['gain']['all']

const names: Record<(typeof rankers)[number], string> = {
  random: 'random',
  popularity: 'popularity (30 days)',
  frequency: 'own frequency, then popularity',
  'decayed-frequency': 'own frequency with a half-life of 30 days, then popularity',
  model: 'the model',
}

/** Rankers by measure: all orders with intervals, then repeat and first-time orders, then the paired gain. */
export function renderOrderTable(evaluation: StoredEvaluation): string {
  const { orders, repeatOrders, gain } = evaluation
  const head = ['', 'HR@1', 'HR@5', 'HR@10', 'NDCG@10 [95 %]', 'MRR@10', 'repeat NDCG@10', 'first NDCG@10']
  const rows = rankers.map((ranker) => {
    const all = evaluation.all[ranker]
    const only = (part: 'repeat' | 'firstTime') => point(evaluation[part][ranker]['ndcg@10']!)
    return [
      names[ranker],
      point(all['hr@1']!),
      point(all['hr@5']!),
      point(all['hr@10']!),
      interval(all['ndcg@10']!),
      point(all['mrr@10']!),
      only('repeat'),
      only('firstTime'),
    ]
  })
  return [
    renderTable(head, rows),
    '',
    `Gain in NDCG@10 over decayed frequency: ${interval(gain.all)} on all ${orders} orders (${relative(evaluation)}),`,
    `${interval(gain.repeat)} on the ${repeatOrders} repeat and ${interval(gain.firstTime)} on the ${orders - repeatOrders} first-time orders.`,
  ].join('\n')
}

export function renderReliability({ brier, baselineBrier, bins }: StoredEvaluation['reliability']): string {
  return [
    `Calibration, in ten bins that each hold a tenth of the expected orders; Brier score ${brier.toFixed(5)} against ${baselineBrier.toFixed(5)} for a constant:`,
    renderTable(
      ['predictions', 'predicted', 'ordered'],
      bins.map(({ predictions, predicted, observed }) => [
        predictions,
        percent(predicted),
        percent(observed),
      ]),
    ),
  ].join('\n')
}

const point = ({ mean }: Interval) => (mean === null ? '–' : mean.toFixed(4))

function interval({ mean, low, high }: Interval): string {
  if (mean === null) return '–'
  return low === null || high === null
    ? mean.toFixed(4)
    : `${mean.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`
}

function relative({ all, gain }: StoredEvaluation): string {
  const floor = all['decayed-frequency']['ndcg@10']!.mean
  return floor && gain.all.mean !== null ? `${((100 * gain.all.mean) / floor).toFixed(1)} %` : '–'
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`
