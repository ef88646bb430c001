import { type Contrast, mixtureVariance, upperSequence } from './confidence-sequence.ts'
import { alpha, type Pair, pairOf, type VariantData } from './pair.ts'
import type { ExperimentSettings, Guardrail } from './schema.ts'

export interface GuardrailState extends Guardrail {
  readonly variant: string
  /**
   * The least harm that the data allow, as a share of the control, from −1 to 1 (below 0: they allow that there is none); null: too few
   * users to say.
   */
  readonly provenHarm: number | null
  /** true: more harm than the smallest that matters is proven */
  readonly isBreached: boolean
}

/**
 * Every guardrail for every variant but the control. All of them together stop an experiment by mistake in at most 5 of 100: α is
 * divided among them (Bonferroni), and each test is valid at all times at once.
 */
export function watchGuardrails(
  { guardrails, plannedUsers }: ExperimentSettings,
  controlKey: string,
  data: readonly VariantData[],
): GuardrailState[] {
  const control = data.find(({ key }) => key === controlKey)
  const others = data.filter(({ key }) => key !== controlKey)
  const own = alpha / Math.max(1, guardrails.length * others.length)
  return guardrails.flatMap((guardrail) =>
    others.map((variant): GuardrailState => {
      const [moments, base] = [variant.moments[guardrail.metric], control?.moments[guardrail.metric]]
      const pair = base ? pairOf(moments, base) : null
      const state = { ...guardrail, variant: variant.key }
      if (!base || !pair) return { ...state, provenHarm: null, isBreached: false }
      const users = moments.users + base.users
      const upper = (tolerated: number) =>
        upperSequence(
          benefit(pair, guardrail.harm, tolerated, users),
          mixtureVariance(plannedUsers, own),
          own,
        )
      return {
        ...state,
        provenHarm: pair.control.value === 0 ? null : leastHarm(upper),
        isBreached: upper(guardrail.smallestHarm) < 0,
      }
    }),
  )
}

/**
 * The greatest tolerance, from −1 to 1, at which a breach would still be proven: the test turned round, so that the uncertainty of the
 * control is in it (as in Fieller 1954).
 */
function leastHarm(upper: (tolerated: number) => number): number {
  let [low, high] = [-1, 1]
  if (upper(low) >= 0) return low
  if (upper(high) < 0) return high
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (upper(middle) < 0) low = middle
    else high = middle
  }
  return low
}

/**
 * How much better the variant is than the control less what is tolerated of it, which is below 0 where it does more harm than that:
 * ±(variant − control) + tolerated · |control|. Linear in both, so that no ratio has to be estimated.
 */
function benefit(
  { variant, control }: Pair,
  harm: Guardrail['harm'],
  tolerated: number,
  users: number,
): Contrast {
  const sign = harm === 'decrease' ? 1 : -1
  const weight = tolerated * Math.sign(control.value) - sign
  return {
    estimate: sign * variant.value + weight * control.value,
    variance: variant.variance + weight * weight * control.variance,
    users,
  }
}
