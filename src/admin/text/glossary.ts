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
  relevance: {
    label: 'Relevance',
    meaning:
      'How many orders one showing of the list brings on average: what the guest will most likely order, the higher the better.',
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
  diversityBy: {
    label: 'Alike by',
    meaning: 'What makes two places alike: shared cuisines, the same brand, the same district.',
  },
  maxDrift: {
    label: 'Drift',
    meaning:
      'The share of places that may differ from the last list that the guest was shown in a like context; 100 %: no cap.',
  },
  exploration: {
    label: 'Exploration',
    meaning:
      'How much is left to chance, in units of score (Plackett–Luce): 0 nothing. A little lets logs say what other lists would bring.',
  },
  modelChannel: {
    label: 'Model channel',
    meaning: 'Which model ranks: the newest that passed its gate, or the one that was promoted as stable.',
  },
  guardrail: {
    label: 'Guardrail',
    meaning: 'Each list keeps at least this share of the best that it could have of an objective.',
  },
  coverage: { label: 'Coverage', meaning: 'Share of all restaurants that were shown at least once.' },
  gini: {
    label: 'Gini of exposure',
    meaning: 'How unequally attention is spread: 0 all alike, towards 1 one takes all.',
  },
  exposureShare: {
    label: 'Exposure',
    meaning: 'A group’s share of attention; a place counts by 1 / log2(1 + rank).',
  },
  exposureOverMerit: {
    label: 'Exposure over merit',
    meaning:
      'A group’s share of attention over its share of expected orders among all that could be shown: 1 as much as it earns.',
  },
  longTailShare: {
    label: 'Long tail',
    meaning: 'Attention for places outside the most ordered fifth.',
  },
  offPolicy: {
    label: 'Off-policy estimate',
    meaning:
      'What lists of this profile would have brought, worked out from lists that were shown, the chances they had, and the orders that followed. It is refused where the log cannot tell.',
  },
  effectiveLists: {
    label: 'Effective lists',
    meaning: 'How many lists shown by the profile itself would say as much as the log does: (Σ w)² / Σ w².',
  },
  anytimeInterval: {
    label: '95 % at all times',
    meaning:
      'Holds the true difference with 95 % at all times at once: looking often, and stopping when it looks good, is no fault.',
  },
  sampleRatio: {
    label: 'Split',
    meaning:
      'Whether guests are split between the variants as planned. If not, something is broken and no figure can be trusted.',
  },
  provenHarm: {
    label: 'Proven harm',
    meaning: 'The least harm that the data allow, as a share of the control; below 0: there may be none.',
  },
  lift: { label: 'Lift', meaning: 'The difference as a share of the control’s value.' },
  pValue: {
    label: 'p',
    meaning: 'Always valid: below 0.05 at any time in at most 5 of 100 experiments without an effect.',
  },
  hypervolume: {
    label: 'Hypervolume',
    meaning:
      'How mild the conflict is: 1 where one list is the best in everything, towards 0 where each gain is a loss elsewhere.',
  },
  gap: {
    label: 'Gap',
    meaning: 'How far the proposal stays below what no lists within the bounds can pass, as a share of that.',
  },
  boundPrice: {
    label: 'Price',
    meaning: 'What one per cent more of this bound would take from what is maximised.',
  },
  newPlaces: {
    label: 'New places',
    meaning: 'Share of attention for places that were listed within 60 days.',
  },
  hr1: { label: 'Hit rate@1', meaning: 'Share of orders whose place stood first.' },
  hr5: { label: 'Hit rate@5', meaning: 'Share of orders whose place stood among the first five.' },
  hr10: { label: 'Hit rate@10', meaning: 'Share of orders whose place stood among the first ten.' },
  mrr: {
    label: 'MRR@10',
    meaning: 'Mean of 1 / rank of what was then ordered, 0 beyond the tenth: 1 always at the top.',
  },
  laterOrders: {
    label: 'Later orders',
    meaning:
      'The latest orders, kept out of the training: each is ranked for as of just before it, among everything that could be ordered.',
  },
  gainOverBaseline: {
    label: 'Over decayed frequency',
    meaning:
      'NDCG@10 less that of the strongest baseline, order by order: what the guest ordered before, the latest counting most.',
  },
  gainOverInService: {
    label: 'Over the model in service',
    meaning: 'NDCG@10 less that of the model that was served then, on orders that neither had seen.',
  },
  expectedOverObserved: {
    label: 'Expected over observed',
    meaning:
      'Orders that its probabilities add up to, over orders that came: 1 neither too sure nor too shy.',
  },
  brier: {
    label: 'Brier score',
    meaning: 'Mean squared distance between probability and what happened: the lower the better.',
  },
  reliability: {
    label: 'Reliability',
    meaning:
      'Of all places that were given about the same probability, the share that was ordered. On the line: what it says comes true.',
  },
  gate: {
    label: 'Gate',
    meaning:
      'What a new version must pass before it is served: not worse than baselines and the model in service, for no group of guests or restaurants, calibrated.',
  },
  planQuality: {
    label: 'NDCG kept',
    meaning: 'NDCG@10 of a cheaper plan over that of the full one: what saving time costs.',
  },
  planRevenue: {
    label: 'Revenue kept',
    meaning: 'Expected revenue of a cheaper plan’s lists over that of the full one’s.',
  },
  channel: {
    label: 'Channel',
    meaning:
      'A name that profiles follow: latest moves to each version that passes its gate, stable where somebody puts it.',
  },
  pin: {
    label: 'Pinned',
    meaning: 'Nothing but a person moves it: what trains by itself is kept, and not served there.',
  },
  amplification: {
    label: 'Exposure over past orders',
    meaning:
      'A group’s share of attention over its share of past orders: above 1, lists make the group larger than it was.',
  },
  merit: {
    label: 'Merit',
    meaning: 'A group’s share of expected orders among all that could be shown.',
  },
  historical: { label: 'Past orders', meaning: 'A group’s share of past orders.' },
  catalogueShare: { label: 'Catalogue', meaning: 'A group’s share of all restaurants.' },
  averagePopularity: {
    label: 'Average popularity',
    meaning: 'Past orders that the places shown have on average, counted by attention.',
  },
  popularityLift: {
    label: 'Popularity lift',
    meaning:
      'Average popularity of what is shown over that of what was ordered: above 1, more popular still.',
  },
  expectedOrders: {
    label: 'Orders a list',
    meaning:
      'Expected orders of one list: the probability of each place, counted by how likely its rank is looked at.',
  },
  withinBudget: {
    label: 'Within budget',
    meaning: 'Share of answers that took no longer than their latency budget.',
  },
  planCoverage: {
    label: 'As predicted',
    meaning:
      'Share of answers that took no longer than was predicted when their plan was chosen. Predictions are of the p95, so 95 % or a little more is right.',
  },
  planMix: { label: 'Plan mix', meaning: 'Share of a plan in the answers of late.' },
  eventLoopDelay: {
    label: 'Timers late, p95',
    meaning: 'How late the process gets to what is due: high, it is busy with one thing for too long.',
  },
  admission: {
    label: 'Let in and refused',
    meaning:
      'With more work than time, new requests are refused at once with when to come back, so that those let in keep their time.',
  },
  batching: {
    label: 'Batching',
    meaning:
      'Requests that come together share one statement to look up their guests: each waits a little longer, and many more are served.',
  },
  drift: {
    label: 'Drift',
    meaning:
      'What comes in is no longer like what the model learnt from: beyond chance, beyond what matters, for days.',
  },
  populationStabilityIndex: {
    label: 'Stability index',
    meaning: 'How far two distributions are apart (PSI): below 0.1 alike, above 0.25 another world.',
  },
  kolmogorovSmirnov: {
    label: 'Kolmogorov–Smirnov',
    meaning: 'The largest distance between two cumulative distributions: 0 the same, 1 nothing in common.',
  },
  rateChange: {
    label: 'Rate change',
    meaning: 'How far orders per place shown are from what they were, as a share of their mean.',
  },
  streak: { label: 'Days', meaning: 'Successive daily windows that were beyond a threshold.' },
} as const satisfies Record<string, Term>

export type TermKey = keyof typeof glossary

/** A label within a sentence. */
export const inSentence = (label: string): string =>
  /^[A-Z][a-z ]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
