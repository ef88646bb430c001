import type { TrainOutcome } from '../jobs/train.ts'
import type { GateVerdict, TrainReport } from '../jobs/train-report.ts'
import type { Estimate } from '../relevance/metrics.ts'
import { defaultOrderSettings, type OrderSettings, orderSettingsSchema } from '../relevance/order-settings.ts'
import { renderOrderTable, renderReliability } from './order-tables.ts'
import { renderTable } from './table.ts'

/** What a training run found, for a person. */
export function renderTraining(outcome: TrainOutcome): string {
  const { report } = outcome
  if (!outcome.trained) return [renderData(report), '', outcome.reason].join('\n')
  const { version, metrics, settings, channels } = outcome
  const seconds = Object.values(metrics.timings).reduce((sum, ms) => sum + ms, 0) / 1000
  const { evaluation } = metrics
  return [
    renderData(report),
    '',
    `Fitted on ${settings.occasions} orders in ${seconds.toFixed(1)} s.`,
    ...renderSearch(report),
    ...(evaluation
      ? [
          '',
          `On the last ${evaluation.orders} orders, by a model that had not seen them:`,
          renderOrderTable(evaluation),
          '',
          renderReliability(evaluation.reliability),
        ]
      : []),
    '',
    ...renderInService(report),
    'Users by the orders that they had made before (new: up to 2, regular: up to 14):',
    renderGroups(report),
    ...renderExposure(report),
    '',
    'What a plan keeps of the full one:',
    renderTable(
      ['plan', 'candidates', 'NDCG@10', 'under the model in service', 'revenue'],
      report.plans.map(({ name, candidates, ndcg, inServiceNdcg, revenue }) => [
        name,
        candidates,
        ndcg.toFixed(3),
        inServiceNdcg?.toFixed(3) ?? '–',
        revenue.toFixed(3),
      ]),
    ),
    '',
    renderGate(report.gate),
    `Model ${version}: ${channels.length > 0 ? `served by ${channels.join(' and ')}` : 'kept, not served'} (run ${outcome.runId}).`,
  ].join('\n')
}

function renderData({ data, split }: TrainReport): string {
  const { orders, usersWithOrders, restaurantsWithOrders, restaurants, interactions, lastOrder } = data
  const lines = [
    `${interactions} interactions, ${orders} of them orders, by ${usersWithOrders} users at ${restaurantsWithOrders} of ${restaurants} restaurants; the last on ${lastOrder ?? 'no day'}.`,
    ...[...data.faults, ...data.warnings].map((line) => `  ! ${line}`),
  ]
  if (split)
    lines.push(
      `Learnt on ${split.trainingOrders} orders, tested on ${split.testOrders} since ${split.testFrom}.`,
    )
  return lines.join('\n')
}

function renderSearch({ search }: TrainReport): string[] {
  if (!search) return []
  const rows = search.tried.map(({ settings, ndcg, gainOverDefault }) => [
    changesOf(settings),
    ndcg.toFixed(4),
    gainOverDefault ? interval(gainOverDefault) : '–',
    settings === search.best ? 'taken' : '',
  ])
  const left = search.untried > 0 ? `; no time for ${search.untried} more` : ''
  return [
    '',
    `Settings tried on earlier orders in ${search.tookSeconds.toFixed(0)} s${left}:`,
    renderTable(['settings', 'NDCG@10', 'over the default', ''], rows),
  ]
}

/** What is not as by default. */
function changesOf(settings: OrderSettings): string {
  const keys = orderSettingsSchema.keyof().options
  const changed = keys.filter((key) => settings[key] !== defaultOrderSettings[key])
  return changed.length === 0 ? 'the default' : changed.map((key) => `${key} ${settings[key]}`).join(', ')
}

function renderInService({ inService }: TrainReport): string[] {
  if (!inService) return []
  const { version, words, orders, candidateNdcg, inServiceNdcg, gain } = inService
  if (orders === 0) return [`Against the model in service: ${words}.`, '']
  return [
    `Against ${version} in service, on ${orders} orders (${words}): NDCG@10 ${candidateNdcg.mean.toFixed(4)} against ${inServiceNdcg.mean.toFixed(4)}, difference ${interval(gain)}.`,
    '',
  ]
}

function renderGroups({ groups }: TrainReport): string {
  return renderTable(
    ['users', 'orders', 'NDCG@10 [95 %]', 'over decayed frequency', 'over the model in service'],
    groups.map(({ group, orders, ndcg, gainOverDecayedFrequency, gainOverInService }) => [
      group,
      orders,
      interval(ndcg),
      interval(gainOverDecayedFrequency),
      gainOverInService ? interval(gainOverInService) : '–',
    ]),
  )
}

function renderExposure({ exposure }: TrainReport): string[] {
  if (!exposure) return []
  const { coverage, gini, popularityLift, longTailShare, longTailHistory } = exposure
  return [
    '',
    `Who would be shown: ${percent(coverage)} of the restaurants at least once, Gini ${gini.toFixed(2)}; ${percent(longTailShare)} of the` +
      ` attention to places outside the most ordered fifth (${percent(longTailHistory)} of past orders); what is shown is ${popularityLift.toFixed(2)} times as popular as what was ordered.`,
    renderTable(
      ['restaurants', 'count', 'shown', 'ordered before', 'amplification'],
      [...exposure.byPriceLevel, ...exposure.byNovelty, ...exposure.byOwnership].map(
        ({ group, restaurants, recommended, historical, amplification }) => [
          group,
          restaurants,
          percent(recommended),
          percent(historical),
          amplification?.toFixed(2) ?? '–',
        ],
      ),
    ),
  ]
}

export function renderGate(gate: GateVerdict | null): string {
  if (!gate) return ''
  return [
    'The gate:',
    ...gate.checks.map(({ name, passed, words }) => `  ${passed ? '✓' : '✗'} ${name}: ${words}`),
    gate.words,
  ].join('\n')
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

function interval({ mean, low, high }: Estimate): string {
  if (!Number.isFinite(mean)) return '–'
  return Number.isFinite(low) ? `${mean.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]` : mean.toFixed(4)
}
