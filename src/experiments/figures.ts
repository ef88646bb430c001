import { alwaysValidP, type Contrast, confidenceSequence, mixtureVariance } from './confidence-sequence.ts'
import { type GuardrailState, watchGuardrails } from './guardrails.ts'
import { estimate, type Metric, type MetricKey, metrics } from './metrics.ts'
import { alpha, type Pair, pairOf, type VariantData } from './pair.ts'
import { type SampleRatio, sampleRatio } from './sample-ratio.ts'
import type { ExperimentSettings } from './schema.ts'

export interface Difference {
  /** variant less control, in the metric's unit */
  readonly estimate: number
  readonly low: number
  readonly high: number
  /** the estimate over the control's value; null: that is 0 */
  readonly lift: number | null
  /** always valid */
  readonly pValue: number
}

export interface VariantFigure {
  readonly variant: string
  /** whose outcome window is over */
  readonly users: number
  /** those who did anything that the metric is about */
  readonly active: number
  /** null: nothing to say yet */
  readonly value: number | null
  /** null: the control itself, or too few users yet */
  readonly difference: Difference | null
}

export interface MetricFigures extends Pick<Metric, 'key' | 'label' | 'unit' | 'better'> {
  readonly isPrimary: boolean
  readonly variants: readonly VariantFigure[]
}

export interface ExperimentFigures {
  readonly control: string
  readonly enrolled: readonly {
    readonly variant: string
    readonly users: number
    readonly share: number
    readonly plannedShare: number
  }[]
  readonly sampleRatio: SampleRatio
  readonly metrics: readonly MetricFigures[]
  readonly guardrails: readonly GuardrailState[]
}

/**
 * What the data say, whenever and however often it is asked: every interval, p and guardrail is valid at all sample sizes at once.
 * @param data one entry a variant, in the order of the settings
 */
export function figuresOf(settings: ExperimentSettings, data: readonly VariantData[]): ExperimentFigures {
  const control = settings.control ?? settings.variants[0]!.key
  const planned = settings.variants.map(({ share }) => share)
  const counts = data.map(({ enrolled }) => enrolled)
  const everybody = counts.reduce((sum, n) => sum + n, 0)
  return {
    control,
    enrolled: data.map(({ key, enrolled }, v) => ({
      variant: key,
      users: enrolled,
      share: everybody === 0 ? 0 : enrolled / everybody,
      plannedShare: planned[v]!,
    })),
    sampleRatio: sampleRatio(counts, planned),
    metrics: metrics.map(({ kind: _, ...metric }) => ({
      ...metric,
      isPrimary: metric.key === settings.primaryMetric,
      variants: data.map((variant) => figureOf(metric.key, variant, data, control, settings.plannedUsers)),
    })),
    guardrails: watchGuardrails(settings, control, data),
  }
}

function figureOf(
  metric: MetricKey,
  variant: VariantData,
  data: readonly VariantData[],
  control: string,
  plannedUsers: number,
): VariantFigure {
  const own = variant.moments[metric]
  const estimated = estimate(own)
  const base = data.find(({ key }) => key === control)?.moments[metric]
  const figure = {
    variant: variant.key,
    users: own.users,
    active: own.active,
    value: estimated?.value ?? null,
  }
  if (variant.key === control || !base) return { ...figure, difference: null }
  const compared = pairOf(own, base)
  return { ...figure, difference: compared && differenceOf(compared, own.users + base.users, plannedUsers) }
}

function differenceOf({ variant, control }: Pair, users: number, plannedUsers: number): Difference {
  const contrast: Contrast = {
    estimate: variant.value - control.value,
    variance: variant.variance + control.variance,
    users,
  }
  const rho2 = mixtureVariance(plannedUsers, alpha)
  return {
    estimate: contrast.estimate,
    ...confidenceSequence(contrast, rho2, alpha),
    lift: control.value === 0 ? null : contrast.estimate / Math.abs(control.value),
    pValue: alwaysValidP(contrast, rho2),
  }
}
