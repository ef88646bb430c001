/** What every measure on the page means, in words for somebody who has not heard of it. */
export interface Term {
  readonly label: string
  readonly meaning: string
}

export const glossary = {
  orders: {
    label: 'Expected orders',
    meaning:
      'How many orders one showing of this list brings on average: the probability of each place, counted by how likely its rank is looked at (1 / log2(1 + rank)).',
  },
  revenue: {
    label: 'Revenue',
    meaning:
      'The service fee that one showing of the list brings on average: probability × spend × fee rate.',
  },
  margin: {
    label: 'Margin',
    meaning: 'The fee less what serving the order costs us, for one showing of the list.',
  },
  waitMinutes: {
    label: 'Wait',
    meaning: 'Mean minutes until the food is there (preparation and travel), over the places shown.',
  },
  predictedMs: {
    label: 'p95 time',
    meaning: 'Nineteen of twenty answers by this plan are predicted to take no longer than this.',
  },
  rankMs: {
    label: 'Ranking time',
    meaning: 'What ranking this list took just now, without looking up the user.',
  },
  plan: {
    label: 'Plan',
    meaning:
      'How much work the answer does: popular (prepared lists, no model), fast, or full, and how many candidates are scored. The planner picks what the budget and the price on time allow.',
  },
  overlap: { label: 'Overlap', meaning: 'Share of the top places that both lists have.' },
  kendallTau: {
    label: 'Kendall τ',
    meaning: 'How alike two orders are: 1 the same, 0 unrelated, −1 reversed.',
  },
  rbo: {
    label: 'Rank-biased overlap',
    meaning: 'How alike two lists are, with the top counting most: 1 the same, 0 nothing in common.',
  },
  displacement: { label: 'Places moved', meaning: 'By how many places a restaurant moves on average.' },
  score: {
    label: 'Score',
    meaning: 'The sum of all contributions; the list is ordered by it, before rules and floors.',
  },
  contribution: {
    label: 'Contribution',
    meaning: 'Weight × value ÷ scale of one objective. All contributions of a place add up to its score.',
  },
  propensity: {
    label: 'Propensity',
    meaning: 'The probability with which exploration put the place here; 1 where nothing was left to chance.',
  },
  guardrailShare: {
    label: 'Guardrail share',
    meaning: 'How much of the other weights the guardrails left standing; 100 %: nothing had to give.',
  },
  interval: {
    label: '95 % interval',
    meaning:
      'Where the true mean lies with 95 % confidence, from resampling users 1,000 times. A change whose interval has no 0 in it is more than chance.',
  },
  budget: { label: 'Latency budget', meaning: 'What an answer may take; the planner keeps within it.' },
  diversity: {
    label: 'Diversity',
    meaning: 'How much a place loses for being of a kind that the list already has: 0 nothing, 1 all.',
  },
  weightShare: {
    label: 'Share of weight',
    meaning:
      'The objective’s share of what all objectives weigh; for latency its share of everything, time included.',
  },
  exposureFloor: {
    label: 'Exposure floor',
    meaning: 'The least share of attention, weighted by rank, that a group of places gets in each list.',
  },
  ndcg: {
    label: 'NDCG@10',
    meaning: 'How high in the first ten what was then ordered stood: 1 always at the top, 0 never there.',
  },
} as const satisfies Record<string, Term>

export type TermKey = keyof typeof glossary
