import type { Objective } from './objective.ts'

/** The order that a place is credited with before it has any: the shape of the prior, an exponential one. */
const priorOrders = 1
/** The standard normal's 0.9 quantile: the bonus reaches as far as p may well be, one time in ten it is even more. */
const z = 1.2815515655446004

/**
 * How much better a place may be than it is thought to be: the 0.9 quantile of what is believed of p, less its mean, as an upper
 * confidence bound asks (UCB1: Auer, Cesa-Bianchi and Fischer 2002; by a posterior quantile: Kaufmann, Cappé and Garivier, AISTATS 2012).
 * Orders of a place come as a Poisson process, so the belief is a Gamma distribution of mean p, whose shape is the orders behind it.
 */
export const discovery: Objective = {
  key: 'discovery',
  label: 'Discovery',
  unit: 'probability',
  value: ({ probability, evidence }, j) => discoveryBonus(probability[j]!, evidence(j)),
  add({ count, probability, evidence }, factor, out) {
    for (let j = 0; j < count; j++) out[j]! += factor * discoveryBonus(probability[j]!, evidence(j))
  },
}

/**
 * p · (q − 1), where q is the 0.9 quantile of a Gamma of shape α = 1 + evidence and mean 1, by the cube of Wilson and Hilferty (1931):
 * q ≈ (1 − 1/(9α) + z/(3√α))³, within 1 % from α = 1 on. Between 0 and 1.3 p; never rises with evidence.
 * @param evidence orders that p was learnt from, ≥ 0
 */
export function discoveryBonus(probability: number, evidence: number): number {
  const shape = priorOrders + evidence
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))
  return probability * (root ** 3 - 1)
}
