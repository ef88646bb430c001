import type { PlanQuality } from '../ranking/types.ts'
import type { Estimate } from '../relevance/metrics.ts'
import type {
  ExposureChange,
  GateCheck,
  GateVerdict,
  GroupQuality,
  InServiceComparison,
  TrainReport,
} from './train-report.ts'

/** What a candidate may cost at most; differences are of NDCG@10, absolute. */
export const gateBounds = Object.freeze({
  /** the lower end of the 95 % interval of the difference to the model in service */
  margin: 0.02,
  /** a group of users whose whole interval lies below zero may have lost so much on average */
  groupMargin: 0.01,
  /** groups with fewer test orders are not judged */
  groupOrders: 30,
  /** expected over observed orders, either way, beyond what chance does to so many */
  calibration: 1.25,
  /** what a plan keeps of the full one, against the same plan under the model in service */
  planLoss: 0.15,
  /** of its share of exposure under the model in service, what a group of restaurants may lose */
  exposureLoss: 0.25,
  /** groups with a smaller share of exposure than this under the model in service are not judged */
  exposureShare: 0.02,
  /** of the restaurants that the model in service shows, what may be shown no more */
  coverageLoss: 0.25,
  /** how much more popular than under the model in service may be what is shown */
  popularityRise: 0.25,
})

export interface GateQuery {
  readonly report: Pick<
    TrainReport,
    'gains' | 'inService' | 'groups' | 'expectedOverObserved' | 'plans' | 'split' | 'exposureChange'
  >
  /** who insists, and why; null: nobody */
  readonly force: { readonly actor: string; readonly reason: string } | null
}

/**
 * Lets a candidate serve when it is better than the model in service, or not worse beyond noise, and hurts neither calibration, nor a
 * group of users or restaurants, nor a plan beyond the bounds. Baselines and groups fail only what is surely worse: their whole interval below zero.
 */
export function decide({ report, force }: GateQuery): GateVerdict {
  const checks = [
    ...baselineChecks(report),
    ...(report.inService ? [inServiceCheck(report.inService)] : []),
    ...report.groups.flatMap(groupChecks),
    ...calibrationCheck(report),
    ...planCheck(report.plans),
    ...exposureChecks(report.exposureChange),
  ]
  const failed = checks.filter(({ passed }) => !passed)
  const forced = failed.length > 0 && force !== null
  return { accepted: failed.length === 0 || forced, forced, checks, words: inWords(report, failed, force) }
}

function baselineChecks({ gains }: GateQuery['report']): GateCheck[] {
  if (!gains) return []
  return (['popularity', 'decayed-frequency'] as const).map((name) => ({
    name: `baseline ${name}`,
    passed: !isSurelyBelow(gains[name], 0),
    words: `${difference(gains[name])} over ${name === 'popularity' ? 'popularity' : 'decayed frequency'}`,
  }))
}

function inServiceCheck({ how, version, words, orders, gain }: InServiceComparison): GateCheck {
  if (how === 'same-settings' || how === 'unreadable')
    return { name: 'model in service', passed: true, words }
  const { margin } = gateBounds
  const passed = Number.isFinite(gain.low) ? gain.low >= -margin : gain.mean >= -margin
  const judged = gain.low > 0 ? 'better beyond noise' : passed ? 'not worse' : verdictOfWorse(gain)
  return {
    name: 'model in service',
    passed,
    words: `${difference(gain)} over ${version} on ${orders} later orders (${words}): ${judged}`,
  }
}

const verdictOfWorse = (gain: Estimate) =>
  gain.high < 0 ? 'worse' : `it may be worse by more than ${gateBounds.margin}`

function groupChecks({
  group,
  orders,
  gainOverDecayedFrequency,
  gainOverInService,
}: GroupQuality): GateCheck[] {
  if (orders < gateBounds.groupOrders) return []
  const check = (against: string, gain: Estimate): GateCheck => ({
    name: `${group} users against ${against}`,
    passed: !isSurelyBelow(gain, -gateBounds.groupMargin),
    words: `${difference(gain)} over ${against} for ${group} users (${orders} orders)`,
  })
  return [
    check('decayed frequency', gainOverDecayedFrequency),
    ...(gainOverInService ? [check('the model in service', gainOverInService)] : []),
  ]
}

function calibrationCheck({ expectedOverObserved, split }: GateQuery['report']): GateCheck[] {
  if (expectedOverObserved === null || !split) return []
  const allowed = Math.log(gateBounds.calibration) + 1.96 / Math.sqrt(split.testOrders)
  return [
    {
      name: 'calibration',
      passed: Math.abs(Math.log(expectedOverObserved)) <= allowed,
      words: `it expects ${expectedOverObserved.toFixed(2)} times the orders that came (allowed: ${Math.exp(-allowed).toFixed(2)} to ${Math.exp(allowed).toFixed(2)})`,
    },
  ]
}

function planCheck(plans: readonly (PlanQuality & { readonly inServiceNdcg: number | null })[]): GateCheck[] {
  const compared = plans.filter(({ inServiceNdcg }) => inServiceNdcg !== null)
  if (compared.length === 0) return []
  const lossOf = (plan: (typeof plans)[number]) => plan.inServiceNdcg! - plan.ndcg
  const worst = compared.reduce((a, b) => (lossOf(b) > lossOf(a) ? b : a))
  return [
    {
      name: 'plans',
      passed: lossOf(worst) <= gateBounds.planLoss,
      words: `${worst.name}@${worst.candidates} keeps ${worst.ndcg.toFixed(2)} of the full plan's NDCG@10, ${worst.inServiceNdcg!.toFixed(2)} under the model in service`,
    },
  ]
}

/** Who is shown, against the same orders under the model in service: no group of restaurants pays for a better list. */
function exposureChecks(change: ExposureChange | null): GateCheck[] {
  if (!change) return []
  const { coverage, popularityLift, groups, orders } = change
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  return [
    ...groups
      .filter(({ inService }) => inService >= gateBounds.exposureShare)
      .map(({ group, candidate, inService }) => ({
        name: `exposure ${group}`,
        passed: candidate >= inService * (1 - gateBounds.exposureLoss),
        words: `${percent(candidate)} of the exposure goes to ${group}, ${percent(inService)} under the model in service (${orders} orders)`,
      })),
    {
      name: 'coverage',
      passed: coverage.candidate >= coverage.inService * (1 - gateBounds.coverageLoss),
      words: `${percent(coverage.candidate)} of the restaurants are shown, ${percent(coverage.inService)} by the model in service`,
    },
    {
      name: 'popularity of what is shown',
      passed: popularityLift.candidate <= popularityLift.inService * (1 + gateBounds.popularityRise),
      words: `what is shown is ${popularityLift.candidate.toFixed(2)} times as popular as what was ordered, ${popularityLift.inService.toFixed(2)} times under the model in service`,
    },
  ]
}

function inWords(
  { inService, gains }: GateQuery['report'],
  failed: readonly GateCheck[],
  force: GateQuery['force'],
): string {
  if (failed.length > 0) {
    const why = failed.map(({ words }) => words).join('; ')
    return force ? `Forced by ${force.actor} (${force.reason}), although ${why}.` : `Kept back: ${why}.`
  }
  if (!inService) {
    return gains
      ? `Accepted as the first model: ${difference(gains['decayed-frequency'])} over decayed frequency.`
      : 'Accepted as the first model.'
  }
  return `Accepted: ${inServiceCheck(inService).words}.`
}

/** The whole interval below zero, and the mean below the bound; without an interval nothing is sure. */
const isSurelyBelow = ({ mean, high }: Estimate, bound: number) => high < 0 && mean < bound

function difference({ mean, low, high }: Estimate): string {
  const sign = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`
  if (!Number.isFinite(mean)) return 'NDCG@10 not measured'
  const interval = Number.isFinite(low) ? ` [${sign(low)}, ${sign(high)}]` : ''
  return `NDCG@10 ${sign(mean)}${interval}`
}
