import type { Experiment } from '../experiments/experiment-store.ts'
import type { ExperimentResults } from '../experiments/experiments.ts'
import type { MetricFigures, VariantFigure } from '../experiments/figures.ts'
import { renderTable } from './table.ts'

export function renderExperimentList(experiments: readonly Experiment[]): string {
  const heads = ['experiment', 'state', 'takes', 'traffic', 'variants', 'started', 'stopped']
  return renderTable(
    heads,
    experiments.map(({ key, state, settings, started, stopped }) => [
      key,
      state,
      takes(settings.scope),
      percent(settings.traffic),
      settings.variants.map((variant) => `${variant.key} ${percent(variant.share)}`).join(', '),
      started?.at ?? '–',
      stopped ? `${stopped.at} (${stopped.because})` : '–',
    ]),
  )
}

export function renderExperiment({ key, state, settings, control, started, stopped }: Experiment): string {
  const { variants, guardrails } = settings
  const rows = variants.map(({ key, profile, revision, modelVersion, share }) => [
    key === control ? `${key} (control)` : key,
    revision === undefined ? profile : `${profile}@${revision}`,
    modelVersion ?? '–',
    percent(share),
  ])
  const watched = guardrails.map(
    ({ metric, harm, smallestHarm }) => `${metric} ${harm} > ${percent(smallestHarm)}`,
  )
  return [
    `${key}, ${state}: ${settings.hypothesis}`,
    `  owner        ${settings.owner}`,
    `  takes        ${takes(settings.scope)}, ${percent(settings.traffic)} of users`,
    `  judged by    ${settings.primaryMetric}, within ${settings.outcomeHours} h of the first list`,
    `  guardrails   ${watched.join('; ') || '–'}`,
    `  planned stop ${settings.plannedStop ?? '–'}`,
    `  started      ${started ? `${started.at} by ${started.by}: ${started.reason}` : '–'}`,
    `  stopped      ${stopped ? `${stopped.at} by ${stopped.by} (${stopped.because}): ${stopped.reason}` : '–'}`,
    '',
    renderTable(['variant', 'profile', 'model', 'share'], rows),
  ].join('\n')
}

export function renderResults({ key, state, asOf, ...found }: ExperimentResults): string {
  const { enrolled, sampleRatio, metrics, guardrails } = found
  const split = enrolled.map(
    ({ variant, users, share, plannedShare }) =>
      `${variant} ${users} (${percent(share)}, planned ${percent(plannedShare)})`,
  )
  const watched = guardrails.map(({ metric, harm, smallestHarm, variant, provenHarm, isBreached }) => [
    `${metric} of ${variant}`,
    `${harm} > ${percent(smallestHarm)}`,
    provenHarm === null ? 'too few users' : provenHarm <= 0 ? 'none proven' : `≥ ${percent(provenHarm)}`,
    isBreached ? 'breached' : 'holds',
  ])
  return [
    `${key}, ${state}, as of ${asOf}`,
    `  users so far ${split.join(', ')}`,
    `  split        ${sampleRatio.mismatch ? 'NOT AS PLANNED: no figure can be trusted' : 'as planned'} (p = ${sampleRatio.pValue.toPrecision(3)})`,
    '',
    renderTable(
      ['metric', 'variant', 'users', 'value', 'difference', '95 % at all times', 'lift', 'p'],
      metrics.flatMap(rowsOf),
    ),
    ...(watched.length > 0
      ? ['', renderTable(['guardrail', 'ends it at', 'harm proven', 'state'], watched)]
      : []),
  ].join('\n')
}

function rowsOf({ key, unit, isPrimary, variants }: MetricFigures): string[][] {
  return variants.map((figure, index) => [
    index > 0 ? '' : `${key}, ${unit}${isPrimary ? ' (primary)' : ''}`,
    ...cellsOf(figure),
  ])
}

function cellsOf({ variant, users, value, difference }: VariantFigure): string[] {
  const cells = [variant, String(users), value === null ? '–' : figure(value)]
  if (!difference) return [...cells, '–', '–', '–', '–']
  const { estimate, low, high, lift, pValue } = difference
  return [
    ...cells,
    signed(estimate),
    `[${signed(low)}, ${signed(high)}]`,
    lift === null ? '–' : `${lift < 0 ? '−' : '+'}${percent(Math.abs(lift))}`,
    pValue.toPrecision(2),
  ]
}

const takes = (scope: string | null) => (scope === null ? 'requests without a profile' : `profile ${scope}`)
const percent = (share: number) => `${Number((100 * share).toFixed(1))} %`
const figure = (value: number) => value.toFixed(4)
const signed = (value: number) => `${value < 0 ? '−' : '+'}${figure(Math.abs(value))}`
