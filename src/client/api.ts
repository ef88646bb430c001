// Made from the OpenAPI document by `npm run client`; a test holds it against the document. Do not edit.

export type AdmissionState = {
  /** What a newcomer would wait for its turn. */
  expectedWaitMs: number
  /** With more than this, recommendations are refused. */
  mostWaitMs: number
  inFlight: {
    batch: number
    recommendation: number
    ingestion: number
  }
  /** Since the start. */
  admitted: {
    batch: number
    recommendation: number
    ingestion: number
  }
  /** Since the start, with 503 and Retry-After. */
  refused: {
    batch: number
    recommendation: number
    ingestion: number
  }
}

export type Agreement = {
  k: number
  /** Share of the top k in common. */
  overlap: number
  /** τ-b over the union; what a list does not hold stands tied below its end. */
  kendallTau: number
  /** Rank-biased overlap at p = 0.9, extrapolated (Webber et al. 2010). */
  rbo: number
  /** Mean places moved, over the union. */
  displacement: number
}

export type AnalysesUnderWay = {
  items: AnalysisUnderWay[]
}

export type AnalysisUnderWay = {
  /** shift, compare, why-not, frontier, solve, fairness, … */
  kind: string
  /** Of the request; null: of no HTTP request. */
  id: string | null
  /** waiting: others go first. */
  state: 'running' | 'waiting'
  /** null: it is of one request, or has not begun on its sample. */
  progress: {
    /** Requests of its sample. */
    done: number
    total: number
  } | null
}

export type ApiKey = {
  /** Names the key in the audit and the log; it is not the key. */
  id: string
  role: 'app' | 'analyst' | 'manager' | 'admin'
  label: string
  createdAt: string
  revokedAt: string | null
  /** null: it ends when it is revoked. */
  expiresAt: string | null
  /** Id of the key that a rotation made in its place. */
  replacedBy: string | null
}

export type ApiKeyList = {
  items: ApiKey[]
  /** Leads to the next page; null: this is the last. */
  nextCursor: string | null
}

export type AssumedEstimate = {
  /** What a place’s outcome may depend on: the restaurant and place alone, also what stands above, or all of the list. */
  assumption: 'item-position' | 'cascade' | 'whole-list'
  support: {
    /** (Σ w)² / Σ w², the least over places that one list in twenty reaches. */
    effectiveLists: number
    /** Expected to be 1 where logs cover what the target shows. */
    meanWeight: number
    /** 95 %; null: fewer than two users. */
    meanWeightRange: {
      low: number
      high: number
    } | null
    largestWeight: number
    clipped: number
    /** Share of logged places that were drawn. */
    explored: number
  }
  /** Why the logs cannot answer, and what would mend it; null: they can. */
  refusal: {
    code: 'no-lists' | 'no-outcomes' | 'no-exploration' | 'not-covered' | 'few-effective'
    reason: string
    remedy: string
  } | null
  estimates: Array<{
    outcome: 'orders' | 'revenue' | 'margin'
    estimator: 'ips' | 'snips' | 'dr'
    /** A list’s worth: orders, or money. */
    value: number
    /** 95 %; null: fewer than two users. */
    normal: {
      low: number
      high: number
    } | null
    /** 95 %; null: fewer than two users. */
    bootstrap: {
      low: number
      high: number
    } | null
    /** What clipping the weights added; about its bias. */
    clippingBias: number
  }>
}

export type AuditList = {
  items: AuditRecord[]
  /** Leads to the next page; null: this is the last. */
  nextCursor: string | null
}

export type AuditRecord = {
  id: string
  at: string
  /** `<role>:<key id>`, `cli` or `system`. */
  actor: string
  action: string
  subject: string
  reason: string | null
  detail: unknown
}

export type BatchMeasurement = {
  /** When it began. */
  at: string
  /** That were looked up, over and over: the database was warm. */
  users: number
  /** false: somebody asked for a recommendation meanwhile, and went first. */
  isComplete: boolean
  sizes: BatchSize[]
}

export type BatchSize = {
  /** Items in a batch, both ends included. */
  fewest: number
  most: number
  /** Since the start of this process. */
  batches: number
  items: number
  /** Of one batch, of late. */
  meanMs: number
  p95Ms: number
  /** Items of a mean batch over its mean time. */
  itemsPerSecond: number
}

export type Batching = {
  /** After so long a time counts half. */
  halfLifeSeconds: number
  /** Users that were looked up in one statement, since their requests came together. */
  lookUps: BatchSize[]
  /** Since the start, those that failed included. */
  statements: number
  /** Users that wait for a statement. */
  waiting: number
  /** Users that need none. */
  cachedUsers: number
  /** The last measurement that was asked for in this process; null: there was none. */
  measured: BatchMeasurement | null
}

export type CompareRequest = {
  request?: RecommendationRequest | undefined
  /** Past requests, instead of one given request. */
  sample?: ComparisonSample | undefined
  sides: ComparisonSide[]
  /** Depth of the overlap. */
  k?: number | undefined
  /** csv and ndjson: the figures as rows, for spreadsheets and notebooks. */
  format?: 'json' | 'csv' | 'ndjson' | undefined
}

export type ComparedSide = {
  name: string
  /** null: a draft, or settings that were given. */
  profile: {
    key: string
    revision: number
  } | null
  modelVersion: string | null
  plan: PricedPlan
  weights: NormalisedWeights
  guardrailShare: number
  scored: number
  /** What ranking took just now, without look-ups, ms. */
  rankMs: number | null
  items: Array<{
    rank: number
    restaurant: RestaurantName
    score: number
    propensity: number
    probability: number
    spend: number
    distanceKm: number | null
    sources: string[]
    objectives: Partial<Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery', ObjectiveContribution>>
    adjustments: Array<{
      by: string
      contribution: number
    }>
    cuisines: string[]
    priceLevel: number | null
    /** In plain words, the strongest first. */
    reasons: string[]
  }>
  /** Judged by one model at full depth for all sides, so that no side wins by its own belief. */
  totals: Totals
  change: TotalsChange
}

export type Comparison = {
  user: {
    known: boolean
  }
  /** What was missing, as a recommendation would say it. */
  degraded: string[]
  k: number
  sides: ComparedSide[]
  pairs: Array<{
    a: string
    b: string
    agreement: Agreement
  }>
  /** Every restaurant of any list, with its place on each side. */
  restaurants: Array<{
    restaurant: RestaurantName
    ranks: Array<number | null>
  }>
}

export type ComparisonSample = {
  size?: number | undefined
  seed?: number | undefined
  since?: string | undefined
  /** log: past recommendations; orders: moments just before past orders; any: the log, unless it holds fewer than 50 and there are more orders. */
  source?: 'any' | 'log' | 'orders' | undefined
}

export type ComparisonSide = {
  /** What the report calls it. */
  name?: string | undefined
  /** A profile by its key, a revision as `key@3`, or a draft as `draft:key`. */
  profile?: string | undefined
  /** Settings to try, instead of a profile. */
  settings?: ProfileSettingsInput | undefined
  /** Left out: what the profile’s channel serves; null: no model. */
  modelVersion?: string | null | undefined
  /** Left out: what the planner chooses. */
  plan?: {
    name: 'popular' | 'fast' | 'full'
    candidates?: number | undefined
  } | undefined
}

export type CountedRequests = {
  requests: number
  /** Of all requests. */
  share: Interval | null
}

export type CreateApiKeyRequest = {
  role: 'app' | 'analyst' | 'manager' | 'admin'
  /** Who or what uses it. */
  label: string
  expiresAt?: string | null | undefined
}

export type CreateExperimentRequest = {
  key: string
  settings: ExperimentSettingsInput
}

export type DataQuality = {
  pendingInteractions: {
    count: number
    /** Unknown restaurants that they wait for. */
    restaurants: number
    oldestReceivedAt: string | null
    mostAwaited: Array<{
      restaurantId: string
      count: number
    }>
  }
  quarantine: {
    count: number
    bySource: Array<{
      source: string
      reason: string
      count: number
    }>
  }
  /** When the latest report was made; null: there is none yet. */
  computedAt: string | null
  report: QualityReport | null
  /** A day each, oldest first. */
  history: Array<{
    /** A day, UTC: `2026-05-31`. */
    day: string
    computedAt: string
    raised: string[]
    checks: Array<{
      /** Such as `volume.orders`. */
      key: string
      status: 'too-few' | 'quiet' | 'raised'
      /** null: there was nothing to measure. */
      value: number | null
    }>
  }>
}

export type DaySpan = {
  /** A day, UTC: `2026-05-31`. */
  from: string
  /** A day, UTC: `2026-05-31`. */
  to: string
}

export type DefaultProfileRequest = {
  key: string
  /** Why; it stays with the revision and in the audit. */
  reason: string
}

export type Drift = {
  /** When the latest report was made; null: there is none yet. */
  computedAt: string | null
  report: DriftReport | null
  /** A day each, oldest first. */
  history: Array<{
    /** A day, UTC: `2026-05-31`. */
    day: string
    computedAt: string
    raised: string[]
    checks: Array<{
      /** Such as `orders.price-level`. */
      key: string
      /** `too-few`: nothing can be said. `watched`: beyond a threshold now, not yet in enough successive windows. `raised`: it is drift. */
      status: 'too-few' | 'quiet' | 'watched' | 'raised'
      /** Successive daily windows that were beyond a threshold. */
      streak: number
      measures: DriftMeasure[]
    }>
  }>
}

export type DriftCheck = {
  /** Such as `orders.price-level`. */
  key: string
  group: 'features' | 'scores' | 'sources' | 'conversion'
  title: string
  /** `too-few`: nothing can be said. `watched`: beyond a threshold now, not yet in enough successive windows. `raised`: it is drift. */
  status: 'too-few' | 'quiet' | 'watched' | 'raised'
  /** Successive daily windows that were beyond a threshold. */
  streak: number
  windowRows: number
  referenceRows: number
  measures: DriftMeasure[]
  /** Shares of rows by cell; of `conversion`, rates: orders for each place shown. */
  cells: Array<{
    label: string
    reference: number
    window: number
  }>
}

export type DriftMeasure = {
  /** `population-stability-index`: Σ (q − p) ln(q / p) over the cells. `kolmogorov-smirnov`: the largest difference of the two cumulative shares. `rate-change`: how far orders over expected orders moved, by cell of probability, as a share. */
  key: 'population-stability-index' | 'kolmogorov-smirnov' | 'rate-change'
  value: number
  /** Beyond this the difference is neither chance nor small: the larger of what so few rows would show by chance, and of what matters. */
  threshold: number
  isBeyond: boolean
}

export type DriftReport = {
  /** A day, UTC: `2026-05-31`. */
  day: string
  /** Whose data the reference is; null: no model serves. */
  modelVersion: string | null
  window: DaySpan
  /** What orders are compared with; null: no such days. */
  reference: DaySpan | null
  /** Keys of the checks that are raised. */
  raised: string[]
  checks: DriftCheck[]
}

export type Erasure = {
  /** Rows that went, by kind. */
  erased: Record<string, number>
}

export type EstimateRequest = {
  /** A profile by its key, a revision as `key@3`, or a draft as `draft:key`. */
  profile?: string | undefined
  /** Settings to try, instead of a profile. */
  settings?: ProfileSettingsInput | undefined
  /** Left out: what the profile’s channel serves; null: no model. */
  modelVersion?: string | null | undefined
  /** Left out: what the planner chooses. */
  plan?: {
    name: 'popular' | 'fast' | 'full'
    candidates?: number | undefined
  } | undefined
  /** Exploration that the profile is to have; left out: its own. A little makes logs say more. */
  temperature?: number | undefined
  /** Logged lists to use, at most. */
  lists?: number | undefined
  seed?: number | undefined
  since?: string | undefined
  /** Orders count so long after their list; younger lists are left out. */
  attributionHours?: number | undefined
  /** Larger weights count as this; what that does to an estimate is said. */
  maxWeight?: number | undefined
  /** csv and ndjson: the figures as rows, for spreadsheets and notebooks. */
  format?: 'json' | 'csv' | 'ndjson' | undefined
}

export type Experiment = {
  key: string
  state: 'draft' | 'running' | 'stopped'
  settings: ExperimentSettings
  /** The variant that others are held against. */
  control: string
  createdAt: string
  createdBy: string
  updatedAt: string
  updatedBy: string
  /** null: a draft. */
  started: {
    at: string
    by: string
    reason: string
  } | null
  /** null: not stopped. */
  stopped: {
    at: string
    by: string
    because: 'person' | 'guardrail' | 'schedule'
    reason: string
  } | null
}

/** From low to high with 95 % confidence at all times at once, however often it is looked at and whenever it is stopped. */
export type ExperimentDifference = {
  /** The variant less the control, in the unit of the metric. */
  estimate: number
  low: number
  high: number
  /** The estimate over the value of the control. */
  lift: number | null
  /** Always valid: may be looked at any time. */
  pValue: number
}

export type ExperimentList = {
  items: Experiment[]
  /** Leads to the next page; null: this is the last. */
  nextCursor: string | null
}

export type ExperimentResults = {
  key: string
  state: 'draft' | 'running' | 'stopped'
  asOf: string
  control: string
  enrolled: Array<{
    variant: string
    users: number
    share: number
    plannedShare: number
  }>
  sampleRatio: {
    pValue: number
    /** Users are not split as planned: something is broken, and no figure can be trusted. */
    mismatch: boolean
  }
  metrics: Array<{
    key: 'orders' | 'revenue' | 'margin' | 'wait' | 'ndcg'
    label: string
    unit: string
    better: 'more' | 'less'
    isPrimary: boolean
    variants: Array<{
      variant: string
      /** Whose outcome window is over. */
      users: number
      /** Of those: users who did anything that the metric is about. */
      active: number
      value: number | null
      /** null: the control itself, or too few users yet. */
      difference: ExperimentDifference | null
    }>
  }>
  guardrails: Array<{
    metric: 'orders' | 'revenue' | 'margin' | 'wait' | 'ndcg'
    harm: 'decrease' | 'increase'
    smallestHarm: number
    variant: string
    /** The least harm that the data allow, as a share of the control; below 0: there may be none; null: too few users yet. */
    provenHarm: number | null
    /** More than the smallest harm is proven; the experiment is stopped. */
    isBreached: boolean
  }>
}

export type ExperimentSettings = {
  hypothesis: string
  owner: string
  variants: Array<{
    key: string
    /** The profile that ranks for this variant. */
    profile: string
    /** Keeps this revision; left out: whichever is live. */
    revision?: number | undefined
    /** Keeps this model version; left out: what the channel of the profile serves. */
    modelVersion?: string | undefined
    /** Of the users that take part; the shares of all variants sum to 1. */
    share: number
  }>
  /** The variant that others are held against; left out: the first. */
  control?: string | undefined
  /** Takes the requests that name this profile; null: those that name none. */
  scope: string | null
  /** Share of users that take part. */
  traffic: number
  primaryMetric: 'orders' | 'revenue' | 'margin' | 'wait' | 'ndcg'
  guardrails: Array<{
    metric: 'orders' | 'revenue' | 'margin' | 'wait' | 'ndcg'
    /** The direction that does harm. */
    harm: 'decrease' | 'increase'
    /** Less than this is put up with, as a share of the control: 0.05 is 5 %. */
    smallestHarm: number
  }>
  /** What a user does so long after their first list counts; then the user enters the results, once and for all. */
  outcomeHours: number
  /** Intervals are at their narrowest at about this many users; valid at any. */
  plannedUsers: number
  /** Ends by itself then; left out: a person ends it. */
  plannedStop?: string | undefined
}

export type ExperimentSettingsInput = {
  hypothesis: string
  owner: string
  variants: Array<{
    key: string
    /** The profile that ranks for this variant. */
    profile: string
    /** Keeps this revision; left out: whichever is live. */
    revision?: number | undefined
    /** Keeps this model version; left out: what the channel of the profile serves. */
    modelVersion?: string | undefined
    /** Of the users that take part; the shares of all variants sum to 1. */
    share: number
  }>
  /** The variant that others are held against; left out: the first. */
  control?: string | undefined
  /** Takes the requests that name this profile; null: those that name none. */
  scope?: string | null | undefined
  /** Share of users that take part. */
  traffic?: number | undefined
  primaryMetric?: 'orders' | 'revenue' | 'margin' | 'wait' | 'ndcg' | undefined
  guardrails?: Array<{
    metric: 'orders' | 'revenue' | 'margin' | 'wait' | 'ndcg'
    /** The direction that does harm. */
    harm: 'decrease' | 'increase'
    /** Less than this is put up with, as a share of the control: 0.05 is 5 %. */
    smallestHarm?: number | undefined
  }> | undefined
  /** What a user does so long after their first list counts; then the user enters the results, once and for all. */
  outcomeHours?: number | undefined
  /** Intervals are at their narrowest at about this many users; valid at any. */
  plannedUsers?: number | undefined
  /** Ends by itself then; left out: a person ends it. */
  plannedStop?: string | undefined
}

export type ExperimentStepRequest = {
  /** Why; it stays in the audit. */
  reason: string
}

export type ExposureFigures = {
  /** Share of the restaurants that were shown at least once. */
  coverage: number
  /** Inequality of exposure: 0 all alike, towards 1 one takes all. */
  gini: number
  /** Mean past orders of what was shown. */
  averagePopularity: number
  /** The same over the mean past orders of what was ordered; above 1: more popular still. */
  popularityLift: number
  /** Exposure of places outside the most ordered fifth. */
  longTailShare: number
  /** The same of past orders. */
  longTailHistory: number
}

export type Fairness = {
  lists: number
  /** Lists without a place; they count in no figure. */
  empty: number
  users: number
  exposure: ExposureFigures
  groups: GroupFairness[]
  userGroups: UserGroupQuality[]
}

/** With its 95 % bootstrap interval over users; null: fewer than two users. */
export type FairnessInterval = {
  mean: number
  low: number | null
  high: number | null
}

export type FairnessRequest = {
  /** A profile by its key, a revision as `key@3`, or a draft as `draft:key`. */
  profile?: string | undefined
  /** Settings to try, instead of a profile. */
  settings?: ProfileSettingsInput | undefined
  /** Left out: what the profile’s channel serves; null: no model. */
  modelVersion?: string | null | undefined
  /** Left out: what the planner chooses. */
  plan?: {
    name: 'popular' | 'fast' | 'full'
    candidates?: number | undefined
  } | undefined
  /** Past requests to rank, at most. */
  size?: number | undefined
  seed?: number | undefined
  since?: string | undefined
  /** log: past recommendations; orders: moments just before past orders; any: the log, unless it holds fewer than 50 and there are more orders. */
  source?: 'any' | 'log' | 'orders' | undefined
  /** csv and ndjson: the figures as rows, for spreadsheets and notebooks. */
  format?: 'json' | 'csv' | 'ndjson' | undefined
}

export type FloorOutcome = {
  /** `new`, `independent`, `priceLevel=1`, `district=Harbour`. */
  group: string
  minShare: number
  /** Of the list’s exposure, 1 / log2(1 + rank) a place. */
  share: number
  /** false: the scored candidates and the pins leave no more; then as much as there is. */
  isMet: boolean
}

export type FoundRestaurant = {
  id: string
  name: string
  district: string | null
  status: 'open' | 'paused' | 'closed'
}

export type FoundRestaurants = {
  items: FoundRestaurant[]
}

export type FoundUser = {
  id: string
  /** How many are stored; users with few are new to us. */
  orders: number
  /** Whether a request may leave the location out. */
  hasPlace: boolean
}

export type FoundUsers = {
  items: FoundUser[]
}

export type FrontierReport = {
  source: 'log' | 'orders'
  requests: number
  /** Requests without a list; they count in no figure. */
  empty: number
  profile: string
  objectives: Array<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery'>
  /** None is as good as another in all objectives; most of the first one first. */
  points: Array<{
    /** A profile’s weights. */
    weights: Partial<Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery', number>>
    /** Orders, money, minutes of waiting; means a request. */
    totals: Partial<Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery', number>>
  }>
  /** The worst of each objective among the lists that are best by another. */
  reference: Partial<Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery', number>>
  /** The best of each objective on its own. */
  ideal: Partial<Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery', number>>
  /** Volume between reference and frontier, over that between reference and ideal. */
  hypervolume: number
  /** Two objectives: how far, in ranges, the frontier can at most run beyond the points. Three: null. */
  error: number | null
  evaluations: number
  /** The profile’s own weights, without its guardrails, rules and diversity. */
  current: {
    weights: Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery', number>
    totals: Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery', number>
  }
  /** What one per cent more of an objective (less of waiting) costs in expected orders at the profile’s weights: by the slope there, and by solving again. */
  prices: Array<{
    objective: 'revenue' | 'margin' | 'wait' | 'discovery'
    total: number
    /** null: relevance has no weight. */
    byMultiplier: number | null
    /** null: one per cent more is not to be had. */
    byStep: number | null
    share: number | null
    /** null: it is not known what was ordered. */
    ndcg: number | null
  }>
}

export type FrontierRequest = {
  /** A profile by its key, a revision as `key@3`, or a draft as `draft:key`. */
  profile?: string | undefined
  /** Settings to try, instead of a profile. */
  settings?: ProfileSettingsInput | undefined
  /** Left out: what the profile’s channel serves; null: no model. */
  modelVersion?: string | null | undefined
  sample?: ComparisonSample | undefined
  /** csv and ndjson: the figures as rows, for spreadsheets and notebooks. */
  format?: 'json' | 'csv' | 'ndjson' | undefined
  objectives: Array<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery'>
  maxPoints?: number | undefined
}

export type GroupFairness = {
  dimension: 'cuisine' | 'price level' | 'district' | 'age' | 'ownership'
  group: string
  restaurants: number
  catalogueShare: number
  /** Share of attention, a place counted by 1 / log2(1 + rank). */
  exposure: FairnessInterval
  /** Share of P(order) over all that was eligible. */
  merit: number
  exposureOverMerit: FairnessInterval | null
  /** Share of past orders. */
  historical: number
  /** Exposure over past orders; above 1: lists make the group larger than it was. */
  amplification: FairnessInterval | null
}

export type GuardrailBound = {
  measure: 'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery' | 'newPlaces' | 'ndcg' | 'p95'
  /** Of the best that any lists reach; 0.99: at most one per cent is given away. */
  minShareOfBest?: number | undefined
  /** Orders, money, NDCG@10, or share of exposure (newPlaces); means a request. */
  min?: number | undefined
  /** Minutes (wait) or ms (p95). */
  max?: number | undefined
}

export type ImportReport = {
  /** Lines read; the other counts sum to it. */
  read: number
  inserted: number
  updated: number
  unchanged: number
  rejectedCount: number
  /** The first of the rejected lines, with their faults. */
  rejected: Array<{
    line: number
    id?: string | undefined
    errors: Array<{
      path: string
      message: string
    }>
  }>
}

export type Ingestion = {
  /** Kept now, the pending ones among them. */
  accepted: number
  /** Known by their id already; sending again is harmless. */
  duplicates: number
  /** Of the accepted: kept aside until the restaurant that they name is known. */
  pending: number
  rejected: Array<{
    /** Place in the list that was sent, from 0. */
    index: number
    /** Its id, where it has a usable one. */
    id: string | null
    errors: Array<{
      path: string
      message: string
    }>
  }>
}

export type Interaction = {
  id: string
  type: 'impression' | 'click' | 'order' | 'rating' | 'dismiss'
  userId: string
  restaurantId: string
  at: string
  amount?: number | undefined
  rating?: number | undefined
  recommendationId?: string | undefined
  position?: number | undefined
}

export type InteractionsRequest = {
  interactions: Interaction[]
}

/** A mean with its 95 % bootstrap interval over users; null: only one user. */
export type Interval = {
  mean: number
  low: number | null
  high: number | null
}

export type LeverSummary = {
  /** Of the missed requests, those in which this alone brings it in; null: none is missed. */
  share: Interval | null
  /** Missed requests in which this alone brings it in. */
  requests: number
  /** Of these, where more of it does; in the others less does. */
  raised: number
  /** Sizes of the smallest change over these; null: there is none. */
  change: {
    lowerQuartile: number
    median: number
    upperQuartile: number
  } | null
}

export type Liveness = {
  status: 'live'
}

export type LoggedItem = {
  rank: number
  restaurant: RestaurantName
  score: number
  propensity: number
  probability: number
  spend: number
  distanceKm: number | null
  sources: string[]
  objectives: Partial<Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery', ObjectiveContribution>>
  adjustments: Array<{
    by: string
    contribution: number
  }>
  rules: string[]
  /** Score less contributions: 0. */
  unexplained: number
  /** Its place when ranked again now. */
  rankAgain: number | null
  /** What its relevance is made of by the same model; empty without one. */
  terms: Array<{
    feature: string
    logOdds: number
  }>
}

/** The request as it was understood, with defaults filled in. */
export type LoggedRequest = {
  userId: string | null
  location: {
    lat: number
    lon: number
  } | null
  atMs: number | null
  radiusKm: number | null
  cuisines: string[] | null
  maxPriceLevel: number | null
  openNow: boolean
  excludeIds: string[]
  candidateIds: string[] | null
  limit: number
  profile: string | null
  latencyBudgetMs: number | null
  explain: boolean
  /** The list that it was not to drift from; null: none, or the profile caps no drift. */
  lastShownIds: string[] | null
  /** What seeded exploration. */
  seed: number | null
}

export type Model = {
  version: string
  status: 'candidate' | 'accepted' | 'rejected'
  createdAt: string
  /** Of the artefact, in hexadecimal. */
  sha256: string
  /** The first interaction it learnt from. */
  dataFrom: string | null
  dataTo: string | null
  /** Of the training rows. */
  dataHash: string
  settings: unknown
  metrics: unknown
}

export type ModelChannel = {
  channel: 'latest' | 'stable'
  /** What it serves. */
  version: string
  /** Where a rollback leads. */
  previous: string | null
  changedAt: string
  changedBy: string
  reason: string
  /** Nothing but a person moves it. */
  pinned: boolean
}

export type ModelList = {
  items: Model[]
  /** Leads to the next page; null: this is the last. */
  nextCursor: string | null
  channels: ModelChannel[]
}

export type Move = {
  restaurant: RestaurantName
  /** null: not in that list. */
  before: number | null
  /** null: not in that list. */
  after: number | null
}

export type NewApiKey = {
  /** Names the key in the audit and the log; it is not the key. */
  id: string
  role: 'app' | 'analyst' | 'manager' | 'admin'
  label: string
  /** Shown this once; only its hash is kept. */
  key: string
  /** null: it ends when it is revoked. */
  expiresAt: string | null
}

/** The weights over their sum: what the given ones mean. */
export type NormalisedWeights = {
  relevance: number
  revenue: number
  margin: number
  wait: number
  discovery: number
  latency: number
}

export type ObjectiveContribution = {
  /** In the unit of this objective. */
  value: number
  unit: string
  /** The weights of a request sum to 1. */
  weight: number
  /** What makes objectives comparable: contribution = weight · value / scale. */
  scale: number
  contribution: number
}

export type PlanCalibration = {
  name: 'popular' | 'fast' | 'full'
  candidates: number
  /** Since the start of this process. */
  answers: number
  /** Of all answers of late: the plan mix. */
  share: number
  /** Mean of the p95 that was predicted. null: it did not run of late. */
  predictedP95Ms: number | null
  medianMs: number | null
  /** As it went, from arrival to the last byte handed over. */
  p95Ms: number | null
  /** Answers that took no longer than predicted. About 0.95 or a little above when the planner knows its costs. */
  coverage: number | null
  withinBudget: number | null
}

export type PlannerState = {
  /** After so long an answer counts half. */
  halfLifeSeconds: number
  answers: number
  withinBudget: number | null
  coverage: number | null
  plans: PlanCalibration[]
  admission: AdmissionState
  /** p95 of late of finding out who the user is. */
  lookUpMs: number
  /** p95 of late from the ranked list to the last byte handed over. */
  answerMs: number
  /** p95 of how late timers fired in the last second or two. */
  eventLoopDelayMs: number
  /** p95 of a ranking's time over its mean; rises with load. */
  spread: number
  /** Rankings that wait for their turn. */
  waiting: number
  /** Mean length of a turn of the event loop with a ranking in it. */
  turnMs: number
  /** What each stage costs, learnt while serving. */
  stageCosts: Record<'popular' | 'fast' | 'full', Array<{
    stage: 'candidates' | 'eligibility' | 'relevance' | 'blend' | 'rerank'
    fixedMs: number
    perCandidateMs: number
  }>>
}

export type PricedPlan = {
  name: 'popular' | 'fast' | 'full'
  candidates: number
  predictedMs: number
}

export type Problem = {
  /** Where the problem is explained, on this host. */
  type: string
  title: string
  status: number
  detail?: string | undefined
  code: 'invalid-request' | 'malformed-json' | 'invalid-cursor' | 'unauthenticated' | 'forbidden' | 'route-not-found' | 'restaurant-not-found' | 'user-not-found' | 'profile-not-found' | 'revision-not-found' | 'draft-not-found' | 'recommendation-not-found' | 'model-not-found' | 'training-run-not-found' | 'experiment-not-found' | 'key-not-found' | 'method-not-allowed' | 'request-timeout' | 'conflict' | 'draft-changed' | 'nothing-to-publish' | 'nothing-to-analyse' | 'experiment-exists' | 'experiment-scope-taken' | 'training-under-way' | 'body-too-large' | 'unsupported-media-type' | 'headers-too-large' | 'too-many-requests' | 'internal' | 'overloaded' | 'client-gone' | 'unavailable'
  /** The id of the request; it is in our log too. */
  instance: string
  errors?: Array<{
    /** Where the fault stands, such as `interactions.3.amount`. */
    path: string
    message: string
  }> | undefined
}

export type Profile = {
  key: string
  isDefault: boolean
  createdAt: string
  /** null: never published. */
  live: ProfileRevision | null
  draft: ProfileDraft | null
}

export type ProfileDiff = {
  key: string
  from: number | 'live' | 'draft'
  to: number | 'live' | 'draft'
  differences: Array<{
    path: string
    /** null: not there. */
    from: unknown
    /** null: not there. */
    to: unknown
  }>
}

export type ProfileDraft = {
  settings: ProfileSettings
  normalisedWeights: NormalisedWeights
  /** What was live when editing began; 0: nothing. */
  baseRevision: number
  /** Another revision went live since; put the draft again to publish it. */
  stale: boolean
  updatedAt: string
  updatedBy: string
  /** Names this very content; send it as `expected`. */
  etag: string
}

export type ProfileEstimate = {
  target: string
  temperature: number
  lists: number
  users: number
  /** Lists whose model or profile revision is gone. */
  skipped: number
  /** Share of lists whose own chances, worked out today, are those that were logged. */
  reproduced: number
  /** What the lists that were shown brought; null: there are none. */
  logged: {
    orders: {
      /** A list’s worth: orders, or money. */
      value: number
      /** 95 %; null: fewer than two users. */
      normal: {
        low: number
        high: number
      } | null
      /** 95 %; null: fewer than two users. */
      bootstrap: {
        low: number
        high: number
      } | null
      /** What clipping the weights added; about its bias. */
      clippingBias: number
    } | null
    revenue: {
      /** A list’s worth: orders, or money. */
      value: number
      /** 95 %; null: fewer than two users. */
      normal: {
        low: number
        high: number
      } | null
      /** 95 %; null: fewer than two users. */
      bootstrap: {
        low: number
        high: number
      } | null
      /** What clipping the weights added; about its bias. */
      clippingBias: number
    } | null
    margin: {
      /** A list’s worth: orders, or money. */
      value: number
      /** 95 %; null: fewer than two users. */
      normal: {
        low: number
        high: number
      } | null
      /** 95 %; null: fewer than two users. */
      bootstrap: {
        low: number
        high: number
      } | null
      /** What clipping the weights added; about its bias. */
      clippingBias: number
    } | null
  }
  assumed: AssumedEstimate[]
}

export type ProfileFairness = {
  profile: string
  source: 'log' | 'orders'
  lists: number
  /** Lists without a place; they count in no figure. */
  empty: number
  users: number
  exposure: ExposureFigures
  groups: GroupFairness[]
  userGroups: UserGroupQuality[]
}

export type ProfileList = {
  items: Profile[]
  nextCursor: null
}

export type ProfileRevision = {
  key: string
  revision: number
  settings: ProfileSettings
  normalisedWeights: NormalisedWeights
  publishedAt: string
  publishedBy: string
  reason: string
  /** The revision that this one restores. */
  revertsTo: number | null
}

export type ProfileRevisionList = {
  items: ProfileRevision[]
  /** Leads to the next page; null: this is the last. */
  nextCursor: string | null
}

export type ProfileSettings = {
  stakeholder: string
  description: string
  weights: {
    relevance: number
    revenue: number
    margin: number
    wait: number
    discovery: number
    latency: number
  }
  latencyBudgetMs: number
  minimumPlan: 'popular' | 'fast' | 'full'
  maximumPlan: 'popular' | 'fast' | 'full'
  guardrails: Array<{
    objective: 'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery'
    minShare: number
  }>
  exposureFloors: Array<{
    group: {
      by: 'new'
    } | {
      by: 'independent'
    } | {
      by: 'priceLevel'
      value: number
    } | {
      by: 'district'
      value: string
    }
    minShare: number
  }>
  diversity: number
  diversityBy: Array<'cuisine' | 'brand' | 'district'>
  maxDrift: number
  exploration: {
    temperature: number
  }
  rules: Array<{
    id: string
    target: {
      restaurantIds?: string[] | undefined
      cuisine?: string | undefined
      tag?: string | undefined
    }
    owner: string
    reason: string
    from?: string | undefined
    until?: string | undefined
    /** Active in these windows alone, by the clocks of each restaurant; a window runs past midnight when to is not after from. Absent: at all hours. */
    hours?: Array<{
      days?: Array<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'> | undefined
      from: string
      to: string
    }> | undefined
    action: 'exclude'
  } | {
    id: string
    target: {
      restaurantIds?: string[] | undefined
      cuisine?: string | undefined
      tag?: string | undefined
    }
    owner: string
    reason: string
    from?: string | undefined
    until?: string | undefined
    /** Active in these windows alone, by the clocks of each restaurant; a window runs past midnight when to is not after from. Absent: at all hours. */
    hours?: Array<{
      days?: Array<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'> | undefined
      from: string
      to: string
    }> | undefined
    action: 'pin'
    rank: number
  } | {
    id: string
    target: {
      restaurantIds?: string[] | undefined
      cuisine?: string | undefined
      tag?: string | undefined
    }
    owner: string
    reason: string
    from?: string | undefined
    until?: string | undefined
    /** Active in these windows alone, by the clocks of each restaurant; a window runs past midnight when to is not after from. Absent: at all hours. */
    hours?: Array<{
      days?: Array<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'> | undefined
      from: string
      to: string
    }> | undefined
    action: 'boost'
    strength: number
  } | {
    id: string
    target: {
      restaurantIds?: string[] | undefined
      cuisine?: string | undefined
      tag?: string | undefined
    }
    owner: string
    reason: string
    from?: string | undefined
    until?: string | undefined
    /** Active in these windows alone, by the clocks of each restaurant; a window runs past midnight when to is not after from. Absent: at all hours. */
    hours?: Array<{
      days?: Array<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'> | undefined
      from: string
      to: string
    }> | undefined
    action: 'bury'
    strength: number
  }>
  modelChannel: 'stable' | 'latest'
}

export type ProfileSettingsInput = {
  stakeholder: string
  description: string
  weights: {
    relevance?: number | undefined
    revenue?: number | undefined
    margin?: number | undefined
    wait?: number | undefined
    discovery?: number | undefined
    latency?: number | undefined
  }
  latencyBudgetMs: number
  minimumPlan?: 'popular' | 'fast' | 'full' | undefined
  maximumPlan?: 'popular' | 'fast' | 'full' | undefined
  guardrails?: Array<{
    objective: 'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery'
    minShare: number
  }> | undefined
  exposureFloors?: Array<{
    group: {
      by: 'new'
    } | {
      by: 'independent'
    } | {
      by: 'priceLevel'
      value: number
    } | {
      by: 'district'
      value: string
    }
    minShare: number
  }> | undefined
  diversity?: number | undefined
  diversityBy?: Array<'cuisine' | 'brand' | 'district'> | undefined
  maxDrift?: number | undefined
  exploration?: {
    temperature: number
  } | undefined
  rules?: Array<{
    id: string
    target: {
      restaurantIds?: string[] | undefined
      cuisine?: string | undefined
      tag?: string | undefined
    }
    owner: string
    reason: string
    from?: string | undefined
    until?: string | undefined
    /** Active in these windows alone, by the clocks of each restaurant; a window runs past midnight when to is not after from. Absent: at all hours. */
    hours?: Array<{
      days?: Array<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'> | undefined
      from: string
      to: string
    }> | undefined
    action: 'exclude'
  } | {
    id: string
    target: {
      restaurantIds?: string[] | undefined
      cuisine?: string | undefined
      tag?: string | undefined
    }
    owner: string
    reason: string
    from?: string | undefined
    until?: string | undefined
    /** Active in these windows alone, by the clocks of each restaurant; a window runs past midnight when to is not after from. Absent: at all hours. */
    hours?: Array<{
      days?: Array<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'> | undefined
      from: string
      to: string
    }> | undefined
    action: 'pin'
    rank: number
  } | {
    id: string
    target: {
      restaurantIds?: string[] | undefined
      cuisine?: string | undefined
      tag?: string | undefined
    }
    owner: string
    reason: string
    from?: string | undefined
    until?: string | undefined
    /** Active in these windows alone, by the clocks of each restaurant; a window runs past midnight when to is not after from. Absent: at all hours. */
    hours?: Array<{
      days?: Array<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'> | undefined
      from: string
      to: string
    }> | undefined
    action: 'boost'
    strength: number
  } | {
    id: string
    target: {
      restaurantIds?: string[] | undefined
      cuisine?: string | undefined
      tag?: string | undefined
    }
    owner: string
    reason: string
    from?: string | undefined
    until?: string | undefined
    /** Active in these windows alone, by the clocks of each restaurant; a window runs past midnight when to is not after from. Absent: at all hours. */
    hours?: Array<{
      days?: Array<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'> | undefined
      from: string
      to: string
    }> | undefined
    action: 'bury'
    strength: number
  }> | undefined
  modelChannel?: 'stable' | 'latest' | undefined
}

export type PromoteRequest = {
  channel: 'latest' | 'stable'
  /** Why; it stays in the audit. */
  reason: string
  /** Keeps what trains by itself from moving the channel; the next promotion without it lifts the pin. */
  pin?: boolean | undefined
}

export type PublishRequest = {
  /** Why; it stays with the revision and in the audit. */
  reason: string
  /** The `etag` of the draft that you mean; refused if it changed. */
  expected?: string | undefined
}

export type QualityCheck = {
  /** Such as `volume.orders`. */
  key: string
  group: 'volume' | 'freshness' | 'nulls' | 'range' | 'duplicates' | 'unknown-ids'
  title: string
  status: 'too-few' | 'quiet' | 'raised'
  /** null: there was nothing to measure. */
  value: number | null
  unit: 'rows' | 'share' | 'hours'
  /** Below this it is raised; null: no lower end. */
  low: number | null
  /** Above this it is raised; null: no upper end. */
  high: number | null
  /** Rows that the value was measured on. */
  rows: number
}

export type QualityReport = {
  /** A day, UTC: `2026-05-31`. */
  day: string
  /** Keys of the checks that are raised. */
  raised: string[]
  checks: QualityCheck[]
}

export type QuarantineList = {
  items: QuarantinedRow[]
  /** Leads to the next page; null: this is the last. */
  nextCursor: string | null
}

export type QuarantinedRow = {
  id: string
  source: string
  file: string
  line: number
  /** The row as it was read, cut to 4000 characters. */
  raw: string
  reason: string
  at: string
}

export type RankRequest = {
  /** An id that we do not know gets what suits someone new, and the answer says so. */
  userId?: string | undefined
  context?: RequestContext | undefined
  filters?: RequestFilters | undefined
  /** Left out: the default profile. */
  profile?: string | undefined
  /** Time for the answer, where it is tighter than what the profile allows. */
  latencyBudgetMs?: number | undefined
  /** Adds to each item what every objective and rule gave to its score. */
  explain?: boolean | undefined
  candidateIds: string[]
  /** Left out: all candidates that may be shown. */
  limit?: number | undefined
}

export type Readiness = {
  status: 'ok' | 'degraded' | 'starting' | 'failing' | 'stopping'
  ready: boolean
  checks: Record<string, {
    ok: boolean
    detail?: string | undefined
  }>
}

export type Recommendation = {
  recommendationId: string
  profile: {
    key: string
    revision: number
  }
  /** Only where the request is in an experiment: which, and by which variant it was served. */
  experiment?: {
    key: string
    variant: string
  } | undefined
  model: {
    version: string
  } | null
  plan: {
    name: 'popular' | 'fast' | 'full'
    candidates: number
    predictedMs: number
    budgetMs: number
  }
  tookMs: number
  degraded: {
    any: boolean
    reasons: string[]
  }
  user: {
    known: boolean
  }
  items: RecommendedItem[]
  /** Candidates that may not be shown, by reason. */
  leftOut: Record<string, number>
  /** What the profile’s exposure floors asked for and what this list gives. */
  floors?: FloorOutcome[] | undefined
  /** Of the candidateIds: those that are no restaurant of ours. */
  unknownIds?: string[] | undefined
  /** Why the list is empty or short, or starts from nothing. */
  note: string | null
}

export type RecommendationAnatomy = {
  id: string
  at: string
  userId: string | null
  profile: {
    key: string
    revision: number
  }
  /** Only where it was in one. */
  experiment?: {
    key: string
    variant: string
  } | undefined
  settings: ProfileSettings
  weights: NormalisedWeights
  modelVersion: string | null
  request: LoggedRequest
  plan: {
    name: 'popular' | 'fast' | 'full'
    candidates: number
    predictedMs: number
    budgetMs: number
  }
  tookMs: number
  degraded: string[]
  /** The probability of this very list under exploration. */
  listPropensity: number
  items: LoggedItem[]
  /** The same question asked now: as of then for the user and the hours, with the restaurants of today and all orders since. null: the model is gone. */
  again: {
    same: boolean
    agreement: Agreement
    moves: Move[]
  } | null
}

export type RecommendationBatch = {
  results: Array<Recommendation | {
    problem: Problem
  }>
}

export type RecommendationBatchRequest = {
  requests: RecommendationRequest[]
}

export type RecommendationRequest = {
  /** An id that we do not know gets what suits someone new, and the answer says so. */
  userId?: string | undefined
  context?: RequestContext | undefined
  filters?: RequestFilters | undefined
  /** Left out: the default profile. */
  profile?: string | undefined
  /** Time for the answer, where it is tighter than what the profile allows. */
  latencyBudgetMs?: number | undefined
  /** Adds to each item what every objective and rule gave to its score. */
  explain?: boolean | undefined
  limit?: number | undefined
}

export type RecommendedItem = {
  rank: number
  restaurant: {
    id: string
    name: string
    cuisines: string[]
    priceLevel: number | null
    location: {
      lat: number
      lon: number
    } | null
    distanceKm: number | null
  }
  /** The sum of all contributions, of objectives and adjustments; comparable between requests of a profile. */
  score: number
  /** The probability with which exploration put it here; 1 where nothing was left to chance. */
  propensity: number
  /** In plain words, the strongest first. */
  reasons: string[]
  /** Where the candidate came from. */
  sources: string[]
  objectives?: Partial<Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery', ObjectiveContribution>> | undefined
  /** What rules and diversity added to the score, and, at 0, what moved it: a pin, a floor, a guardrail, the cap on drift. */
  adjustments?: Array<{
    by: string
    contribution: number
  }> | undefined
}

export type RequestContext = {
  /** Where the food is to go. Left out: the places that the user has stored. */
  location?: {
    lat: number
    lon: number
  } | undefined
  /** For when; left out: now. */
  at?: string | undefined
  /** No restaurant further away than this; left out: as far as each delivers. */
  radiusKm?: number | undefined
}

export type RequestFilters = {
  /** Any of these; upper and lower case are the same. */
  cuisines?: string[] | undefined
  maxPriceLevel?: number | undefined
  openNow?: boolean | undefined
  excludeIds?: string[] | undefined
}

export type Restaurant = {
  name: string
  brand: string | null
  district: string | null
  cuisines: string[]
  tags: string[]
  priceLevel: number | null
  averageSpend: number | null
  currency: string
  feeRate: number | null
  costPerOrder: number
  preparationMinutes: number | null
  /** null: unknown, taken as 500. */
  deliveryRangeKm: number | null
  /** null: unknown, as is exactly (0, 0), which is nobody’s address. */
  location: {
    lat: number
    lon: number
  } | null
  timeZone: string
  hours: Array<{
    day: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
    opens: string
    closes: string
  }> | null
  rating: number | null
  ratingCount: number
  status: 'open' | 'paused' | 'closed'
  listedAt: string
  id: string
  updatedAt: string
}

export type RestaurantInput = {
  name: string
  brand?: string | null | undefined
  district?: string | null | undefined
  cuisines?: string[] | undefined
  tags?: string[] | undefined
  priceLevel?: number | null | undefined
  averageSpend?: number | null | undefined
  currency?: string | undefined
  feeRate?: number | null | undefined
  costPerOrder?: number | undefined
  preparationMinutes?: number | null | undefined
  /** null: unknown, taken as 500. */
  deliveryRangeKm?: number | null | undefined
  /** null: unknown, as is exactly (0, 0), which is nobody’s address. */
  location?: {
    lat: number
    lon: number
  } | null | undefined
  timeZone?: string | undefined
  hours?: Array<{
    day: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
    opens: string
    closes: string
  }> | null | undefined
  rating?: number | null | undefined
  ratingCount?: number | undefined
  status?: 'open' | 'paused' | 'closed' | undefined
  listedAt?: string | undefined
}

export type RestaurantLine = {
  name: string
  brand?: string | null | undefined
  district?: string | null | undefined
  cuisines?: string[] | undefined
  tags?: string[] | undefined
  priceLevel?: number | null | undefined
  averageSpend?: number | null | undefined
  currency?: string | undefined
  feeRate?: number | null | undefined
  costPerOrder?: number | undefined
  preparationMinutes?: number | null | undefined
  /** null: unknown, taken as 500. */
  deliveryRangeKm?: number | null | undefined
  /** null: unknown, as is exactly (0, 0), which is nobody’s address. */
  location?: {
    lat: number
    lon: number
  } | null | undefined
  timeZone?: string | undefined
  hours?: Array<{
    day: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
    opens: string
    closes: string
  }> | null | undefined
  rating?: number | null | undefined
  ratingCount?: number | undefined
  status?: 'open' | 'paused' | 'closed' | undefined
  listedAt?: string | undefined
  id: string
}

export type RestaurantList = {
  items: Restaurant[]
  /** Leads to the next page; null: this is the last. */
  nextCursor: string | null
}

export type RestaurantName = {
  id: string
  /** null: it is gone. */
  name: string | null
}

export type RestaurantPatch = {
  name?: string | undefined
  brand?: string | null | undefined
  district?: string | null | undefined
  cuisines?: string[] | undefined
  tags?: string[] | undefined
  priceLevel?: number | null | undefined
  averageSpend?: number | null | undefined
  currency?: string | undefined
  feeRate?: number | null | undefined
  costPerOrder?: number | undefined
  preparationMinutes?: number | null | undefined
  deliveryRangeKm?: number | null | undefined
  location?: {
    lat: number
    lon: number
  } | null | undefined
  timeZone?: string | undefined
  hours?: Array<{
    day: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
    opens: string
    closes: string
  }> | null | undefined
  rating?: number | null | undefined
  ratingCount?: number | undefined
  status?: 'open' | 'paused' | 'closed' | undefined
  listedAt?: string | undefined
}

export type RevertRequest = {
  to: number
  /** Why; it stays with the revision and in the audit. */
  reason: string
}

export type RollbackRequest = {
  channel: 'latest' | 'stable'
  /** Why; it stays in the audit. */
  reason: string
  /** Keeps what trains by itself from moving the channel; the next promotion without it lifts the pin. */
  pin?: boolean | undefined
}

export type RotateApiKeyRequest = {
  /** How long the old key still opens; 0: it ends at once. */
  overlapHours?: number | undefined
}

export type RotatedApiKey = {
  key: NewApiKey
  /** Until then the old key opens too. */
  oldExpiresAt: string
}

export type SampledComparison = {
  source: 'log' | 'orders'
  k: number
  requests: number
  /** Requests without a list on any side; they count in no figure. */
  empty: number
  users: number
  sides: Array<{
    name: string
    totals: {
      orders: Interval | null
      revenue: Interval | null
      margin: Interval | null
      waitMinutes: Interval | null
      discovery: Interval | null
      predictedMs: Interval | null
    }
    /** Paired, request by request, against the first side. */
    change: {
      orders: Interval | null
      revenue: Interval | null
      margin: Interval | null
      waitMinutes: Interval | null
      discovery: Interval | null
      predictedMs: Interval | null
    }
    /** With the first side’s list. */
    agreement: {
      overlap: Interval | null
      kendallTau: Interval | null
      rbo: Interval | null
      displacement: Interval | null
    }
    /** Requests by the plan that answered. */
    plans: Record<string, number>
  }>
}

export type SampledShift = {
  source: 'log' | 'orders'
  profile: string
  k: number
  requests: number
  /** Requests without a list; they count in no figure. */
  empty: number
  users: number
  weights: NormalisedWeights
  baseline: {
    totals: {
      orders: Interval | null
      revenue: Interval | null
      margin: Interval | null
      waitMinutes: Interval | null
      discovery: Interval | null
      predictedMs: Interval | null
    }
  }
  leftOut: Array<{
    objective: 'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery' | 'latency'
    /** As the profile has it: an objective’s share of the objectives’ weight, latency’s share of all weight. */
    share: number
    /** null: nothing else has weight. */
    result: SampledShiftVariant | null
  }>
  sweeps: Array<{
    objective: 'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery' | 'latency'
    /** As the profile has it: an objective’s share of the objectives’ weight, latency’s share of all weight. */
    share: number
    points: SampledShiftPoint[]
    /** Changes of plan as latency’s share grows: in how many requests, and at which share; only latency has any. */
    switches: Array<{
      from: {
        name: 'popular' | 'fast' | 'full'
        candidates: number
      }
      to: {
        name: 'popular' | 'fast' | 'full'
        candidates: number
      }
      requests: number
      share: Interval | null
    }>
  }>
  /** What one per cent more of an objective (less of waiting) costs in expected orders at the profile’s weights: by the slope there, and by solving again. */
  prices: Array<{
    objective: 'revenue' | 'margin' | 'wait' | 'discovery'
    total: number
    /** null: relevance has no weight. */
    byMultiplier: number | null
    /** null: one per cent more is not to be had. */
    byStep: number | null
    share: number | null
    /** null: it is not known what was ordered. */
    ndcg: number | null
  }>
}

export type SampledShiftPoint = {
  share: number
  totals: {
    orders: Interval | null
    revenue: Interval | null
    margin: Interval | null
    waitMinutes: Interval | null
    discovery: Interval | null
    predictedMs: Interval | null
  }
  /** Paired, request by request, against the profile’s own list. */
  change: {
    orders: Interval | null
    revenue: Interval | null
    margin: Interval | null
    waitMinutes: Interval | null
    discovery: Interval | null
    predictedMs: Interval | null
  }
  /** With the profile’s own list. */
  agreement: {
    overlap: Interval | null
    kendallTau: Interval | null
    rbo: Interval | null
    displacement: Interval | null
  }
}

export type SampledShiftVariant = {
  totals: {
    orders: Interval | null
    revenue: Interval | null
    margin: Interval | null
    waitMinutes: Interval | null
    discovery: Interval | null
    predictedMs: Interval | null
  }
  /** Paired, request by request, against the profile’s own list. */
  change: {
    orders: Interval | null
    revenue: Interval | null
    margin: Interval | null
    waitMinutes: Interval | null
    discovery: Interval | null
    predictedMs: Interval | null
  }
  /** With the profile’s own list. */
  agreement: {
    overlap: Interval | null
    kendallTau: Interval | null
    rbo: Interval | null
    displacement: Interval | null
  }
}

export type SampledWhyNot = {
  profile: string
  source: 'log' | 'orders'
  restaurant: RestaurantName
  requests: number
  users: number
  listed: CountedRequests
  eligible: CountedRequests
  /** Proposed as a candidate by the plan’s sources. */
  proposed: CountedRequests
  /** Eligible and not in the list. */
  missed: number
  leftOut: Record<'excluded' | 'rule' | 'closed' | 'out-of-range' | 'not-open-now' | 'filtered' | 'dismissed', number>
  /** Mean over those where it is eligible; where it would stand, if it was not proposed. null: there is none. */
  rank: Interval | null
  weights: Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery', LeverSummary>
  own: {
    probability: LeverSummary
    spend: LeverSummary
    waitMinutes: LeverSummary
    /** Where nobody rated it, from 4. */
    rating: LeverSummary
  }
}

export type Session = {
  role: 'app' | 'analyst' | 'manager' | 'admin'
  /** Names the key in the audit; it is not the key. */
  keyId: string
  /** Of the service. */
  version: string
}

export type ShiftPoint = {
  share: number
  weights: NormalisedWeights
  plan: PricedPlan
  /** Restaurant ids, best first. */
  list: string[]
  /** Everything whose place changed. */
  moves: Move[]
  agreement: Agreement
  totals: Totals
  change: TotalsChange
  /** What the guardrails left of the weights they bind. */
  guardrailShare: number
}

export type ShiftReport = {
  user: {
    known: boolean
  }
  /** What was missing, as a recommendation would say it. */
  degraded: string[]
  k: number
  weights: NormalisedWeights
  baseline: {
    plan: PricedPlan
    items: Array<{
      rank: number
      restaurant: RestaurantName
      score: number
      objectives: Partial<Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery', ObjectiveContribution>>
      adjustments: Array<{
        by: string
        contribution: number
      }>
    }>
    totals: Totals
    guardrailShare: number
  }
  leftOut: Array<{
    objective: 'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery' | 'latency'
    /** As the profile has it: an objective’s share of the objectives’ weight, latency’s share of all weight. */
    share: number
    /** null: nothing else has weight. */
    result: ShiftVariant | null
  }>
  sweeps: Array<{
    objective: 'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery' | 'latency'
    /** As the profile has it: an objective’s share of the objectives’ weight, latency’s share of all weight. */
    share: number
    points: ShiftPoint[]
    /** Shares at which the planner changes its plan; only latency does that. */
    switches: Array<{
      share: number
      from: PricedPlan
      to: PricedPlan
    }>
  }>
}

export type ShiftRequest = {
  request?: RecommendationRequest | undefined
  /** Past requests, instead of one given request. */
  sample?: ShiftSample | undefined
  /** A profile by its key, a revision as `key@3`, or a draft as `draft:key`. */
  profile?: string | undefined
  /** Settings to try, instead of a profile. */
  settings?: ProfileSettingsInput | undefined
  /** Left out: what the profile’s channel serves; null: no model. */
  modelVersion?: string | null | undefined
  /** Left out: what the planner chooses. */
  plan?: {
    name: 'popular' | 'fast' | 'full'
    candidates?: number | undefined
  } | undefined
  /** Depth of the overlap. */
  k?: number | undefined
  /** csv and ndjson: the figures as rows, for spreadsheets and notebooks. */
  format?: 'json' | 'csv' | 'ndjson' | undefined
  /** Points of each sweep, from 0 to 1, both ends among them. Left out: 11; over a sample 5, and at most 11. */
  points?: number | undefined
}

export type ShiftSample = {
  size?: number | undefined
  seed?: number | undefined
  since?: string | undefined
  /** log: past recommendations; orders: moments just before past orders; any: the log, unless it holds fewer than 50 and there are more orders. */
  source?: 'any' | 'log' | 'orders' | undefined
}

export type ShiftVariant = {
  weights: NormalisedWeights
  plan: PricedPlan
  /** Restaurant ids, best first. */
  list: string[]
  /** Everything whose place changed. */
  moves: Move[]
  agreement: Agreement
  totals: Totals
  change: TotalsChange
  /** What the guardrails left of the weights they bind. */
  guardrailShare: number
}

export type SmallestChange = {
  from: number
  /** null: no possible value is enough; a wait is never shorter than the way. */
  to: number | null
}

export type SmallestRatingChange = {
  /** null: nobody rated it. */
  from: number | null
  /** null: not even 5 is enough. */
  to: number | null
}

export type SolveReport = {
  source: 'log' | 'orders'
  requests: number
  /** Requests without a list; they count in no figure. */
  empty: number
  profile: string
  /** no-single-profile: only a mixture of weights over requests keeps the guardrails; a larger sample has finer steps. */
  status: 'optimal' | 'infeasible' | 'no-single-profile'
  fitted: number
  /** Requests of other users, which the weights were not fitted on. */
  heldOut: number
  /** relevance: it is not known what was ordered; a bound on ndcg holds relevance. */
  ndcgFrom: 'orders' | 'relevance'
  maximise: 'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery'
  /** What the weights reach on the fitted requests. */
  value: number | null
  /** What no lists whatever within the guardrails can pass. */
  bound: number | null
  /** Between the two, as a share of the bound. */
  gap: number | null
  bounds: Array<{
    measure: 'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery' | 'newPlaces' | 'ndcg'
    heldAs: 'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery' | 'newPlaces'
    asked: number
    best: number
    reached: number | null
    isBinding: boolean
    /** What is lost of the maximum, in its unit, per one per cent asked more. */
    pricePerPercent: number | null
  }>
  infeasibility: {
    /** What cannot be kept together; p95 alone: no plan that the profile allows is so fast. */
    conflict: Array<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery' | 'newPlaces' | 'ndcg' | 'p95'>
    violated: 'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery' | 'newPlaces' | 'ndcg' | 'p95'
    asked: number
    /** While the rest of the conflict is kept. */
    attainable: number
    /** Multipliers whose weighted total no lists reach, which proves it. */
    certificate: Partial<Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery' | 'newPlaces' | 'ndcg' | 'p95', number>>
  } | null
  latency: {
    maxP95Ms: number
    /** null: none that the profile allows is that fast. */
    plan: {
      name: 'popular' | 'fast' | 'full'
      candidates: number
    } | null
    predictedMs: number
  } | null
  weights: Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery' | 'newPlaces', number> | null
  /** Weights whose mixture, request by request, reaches the bound. */
  mixture: Array<{
    share: number
    weights: Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery' | 'newPlaces', number>
  }>
  evaluations: number
  /** The floor that is proposed in place of weight on new places; null: nobody asked for them, or the weight, as a boost, does better. */
  newPlacesFloor: {
    /** Of each list’s exposure. */
    minShare: number
    /** Of what is maximised, with the floor. */
    value: number
    gap: number
  } | null
  /** The guardrails on the requests that were held out. */
  checks: Array<{
    measure: 'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery' | 'newPlaces' | 'ndcg'
    asked: number
    reached: number
    isKept: boolean
  }>
  /** By the whole ranking path on held-out requests: rules, diversity and plan included. */
  predicted: {
    requests: number
    users: number
    measures: Record<'orders' | 'revenue' | 'margin' | 'waitMinutes' | 'discovery' | 'newPlaces' | 'ndcg' | 'predictedMs', {
      live: Interval | null
      proposed: Interval | null
      change: Interval | null
    }>
  } | null
  /** Ready for PUT /v1/profiles/{key}/draft; null: nothing is proposed. */
  settings: ProfileSettings | null
  /** What differs from the profile. */
  changes: Array<{
    path: string
    from: unknown
    to: unknown
  }>
}

export type SolveRequest = {
  /** A profile by its key, a revision as `key@3`, or a draft as `draft:key`. */
  profile?: string | undefined
  /** Settings to try, instead of a profile. */
  settings?: ProfileSettingsInput | undefined
  /** Left out: what the profile’s channel serves; null: no model. */
  modelVersion?: string | null | undefined
  sample?: ComparisonSample | undefined
  /** csv and ndjson: the figures as rows, for spreadsheets and notebooks. */
  format?: 'json' | 'csv' | 'ndjson' | undefined
  maximise: 'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery'
  subjectTo?: GuardrailBound[] | undefined
}

export type StartTrainingRequest = {
  /** Why; asked for with `force`. */
  reason?: string | undefined
  /** Trains on data that look broken, and serves the result whatever the gate finds. */
  force?: boolean | undefined
  seed?: number | undefined
  /** Looks for better settings for so long first; 0: those of the model in service. */
  searchSeconds?: number | undefined
}

/** What a list is worth; a place counts by the chance that it is looked at, 1 / log2(1 + rank). */
export type Totals = {
  /** Expected orders. */
  orders: number
  /** Expected service fee; money. */
  revenue: number
  /** Expected fee less the cost of serving; money. */
  margin: number
  /** Mean wait of what is shown; null: nothing is. */
  waitMinutes: number | null
  /** Upper-confidence bonuses of what is shown; probability. */
  discovery: number
  /** With every place taken as seen. */
  undiscounted: {
    /** Expected orders. */
    orders: number
    /** Expected service fee; money. */
    revenue: number
    /** Expected fee less the cost of serving; money. */
    margin: number
    /** Mean wait of what is shown; null: nothing is. */
    waitMinutes: number | null
    /** Upper-confidence bonuses of what is shown; probability. */
    discovery: number
  }
  /** p95 that the planner predicts for the plan. */
  predictedMs: number
}

/** Differences to the list that it is held against. */
export type TotalsChange = {
  orders: number | null
  revenue: number | null
  margin: number | null
  waitMinutes: number | null
  discovery: number | null
  predictedMs: number | null
}

export type TrainingRun = {
  id: string
  trigger: 'manual' | 'schedule' | 'new-data' | 'drift' | 'first-start'
  /** `<role>:<key id>`, `cli` or `system`. */
  actor: string
  reason: string | null
  options: unknown
  /** `rejected`: the data were refused, or the gate kept the version back; `error` says why, and what was served stays. */
  status: 'queued' | 'running' | 'succeeded' | 'rejected' | 'failed' | 'cancelled'
  stage: string | null
  progress: number
  /** null: not known yet, or over. */
  etaSeconds: number | null
  startedAt: string
  finishedAt: string | null
  cancelledBy: string | null
  /** In words, what kept it from serving a new model. */
  error: string | null
  /** The version that came out of it. */
  modelVersion: string | null
  /** It learnt from the market that this restaurant lies in; null: from everything. */
  market: string | null
  /** Data, split, search, gains over baselines and the model in service with 95 % intervals, groups of users, exposure, plans, and the verdict of the gate. Null until there is one. */
  report: unknown
}

export type TrainingRunList = {
  items: TrainingRunSummary[]
  /** Leads to the next page; null: this is the last. */
  nextCursor: string | null
}

export type TrainingRunSummary = {
  id: string
  trigger: 'manual' | 'schedule' | 'new-data' | 'drift' | 'first-start'
  /** `<role>:<key id>`, `cli` or `system`. */
  actor: string
  reason: string | null
  options: unknown
  /** `rejected`: the data were refused, or the gate kept the version back; `error` says why, and what was served stays. */
  status: 'queued' | 'running' | 'succeeded' | 'rejected' | 'failed' | 'cancelled'
  stage: string | null
  progress: number
  /** null: not known yet, or over. */
  etaSeconds: number | null
  startedAt: string
  finishedAt: string | null
  cancelledBy: string | null
  /** In words, what kept it from serving a new model. */
  error: string | null
  /** The version that came out of it. */
  modelVersion: string | null
  /** It learnt from the market that this restaurant lies in; null: from everything. */
  market: string | null
}

export type User = {
  locations: Array<{
    lat: number
    lon: number
    label: string
  }>
  cuisines: string[]
  maxPriceLevel: number | null
  personalisationOptOut: boolean
  id: string
  createdAt: string
  updatedAt: string
}

export type UserGroupQuality = {
  /** Up to 2 orders before, up to 14, more. */
  group: 'new' | 'regular' | 'heavy'
  lists: number
  /** Expected orders of a list, discounted by rank. */
  orders: FairnessInterval | null
  /** NDCG@10 of what was ordered then; null: not known. */
  ndcg: FairnessInterval | null
}

export type UserInput = {
  locations?: Array<{
    lat: number
    lon: number
    label?: string | undefined
  }> | undefined
  cuisines?: string[] | undefined
  maxPriceLevel?: number | null | undefined
  personalisationOptOut?: boolean | undefined
}

export type UserLine = {
  locations?: Array<{
    lat: number
    lon: number
    label?: string | undefined
  }> | undefined
  cuisines?: string[] | undefined
  maxPriceLevel?: number | null | undefined
  personalisationOptOut?: boolean | undefined
  id: string
}

export type UserList = {
  items: User[]
  /** Leads to the next page; null: this is the last. */
  nextCursor: string | null
}

export type UserPatch = {
  locations?: Array<{
    lat: number
    lon: number
    label?: string | undefined
  }> | undefined
  cuisines?: string[] | undefined
  maxPriceLevel?: number | null | undefined
  personalisationOptOut?: boolean | undefined
}

export type WhyNotReport = {
  user: {
    known: boolean
  }
  /** What was missing, as a recommendation would say it. */
  degraded: string[]
  restaurant: RestaurantName
  /** outranked: others score higher; not-a-candidate: the plan’s sources did not propose it, and the rest says where it would stand; ineligible: a hard rule left it out. */
  status: 'listed' | 'outranked' | 'not-a-candidate' | 'ineligible'
  leftOut: 'excluded' | 'rule' | 'closed' | 'out-of-range' | 'not-open-now' | 'filtered' | 'dismissed' | null
  rank: number | null
  scored: number
  limit: number
  score: number | null
  /** Of the last in the list. */
  lastScore: number | null
  /** The nearest share of each weight alone, the others keeping their ratios. */
  weights: Record<'relevance' | 'revenue' | 'margin' | 'wait' | 'discovery', SmallestChange> | null
  /** The smallest change of the restaurant’s own chance, price, wait or rating alone; a rating counts by what it does to the chance. */
  own: {
    probability: SmallestChange
    spend: SmallestChange
    waitMinutes: SmallestChange
    rating: SmallestRatingChange
  } | null
}

export type WhyNotRequest = {
  request?: RecommendationRequest | undefined
  /** Past requests, instead of one given request; at most 300. */
  sample?: ComparisonSample | undefined
  restaurantId: string
  /** A profile by its key, a revision as `key@3`, or a draft as `draft:key`. */
  profile?: string | undefined
  /** Settings to try, instead of a profile. */
  settings?: ProfileSettingsInput | undefined
  /** Left out: what the profile’s channel serves; null: no model. */
  modelVersion?: string | null | undefined
  /** Left out: what the planner chooses. */
  plan?: {
    name: 'popular' | 'fast' | 'full'
    candidates?: number | undefined
  } | undefined
  /** csv and ndjson: the figures as rows, for spreadsheets and notebooks. */
  format?: 'json' | 'csv' | 'ndjson' | undefined
}

export type Worth = {
  source: 'log' | 'orders'
  /** Those with a list; the others count in no figure. */
  requests: number
  users: number
  cpuHourPrice: number
  sides: Array<{
    /** `no model`, `plan fast`, `plan full`, then profiles by key. */
    name: string
    /** Requests by the plan that answered. */
    plans: Record<string, number>
    /** Per 1,000 recommendations (`waitMinutes`: per recommendation), a place counted by 1 / log2(1 + rank), judged by one model for all. `rankMs` and `cost` are of ranking just now, without look-ups and HTTP. */
    figures: {
      orders: Interval | null
      revenue: Interval | null
      margin: Interval | null
      waitMinutes: Interval | null
      rankMs: Interval | null
      cost: Interval | null
    }
    /** Less the first side’s, paired request by request; null: the first side. */
    change: {
      orders: Interval | null
      revenue: Interval | null
      margin: Interval | null
      waitMinutes: Interval | null
      rankMs: Interval | null
      cost: Interval | null
    } | null
  }>
}

export interface Operations {
  /** Recommend restaurants */
  'POST /v1/recommendations': {
    input: {
      body: RecommendationRequest
    }
    answer: Recommendation
  }
  /** Recommend for many requests at once */
  'POST /v1/recommendations/batch': {
    input: {
      body: RecommendationBatchRequest
    }
    answer: RecommendationBatch
  }
  /** Rank the caller's own candidates */
  'POST /v1/rank': {
    input: {
      body: RankRequest
    }
    answer: Recommendation
  }
  /** Send what users did */
  'POST /v1/interactions': {
    input: {
      body: InteractionsRequest
    }
    answer: Ingestion
  }
  /** List restaurants */
  'GET /v1/restaurants': {
    input: {
      query?: {
        limit?: number | undefined
        /** `nextCursor` of the page before; left out: the first page. */
        cursor?: string | undefined
      }
    }
    answer: RestaurantList
  }
  /** Import restaurants, one JSON object a line */
  'POST /v1/restaurants/import': {
    input: {
      body: string
    }
    answer: ImportReport
  }
  /** Read a restaurant */
  'GET /v1/restaurants/{id}': {
    input: {
      params: {
        id: string
      }
    }
    answer: Restaurant
  }
  /** Make or replace a restaurant */
  'PUT /v1/restaurants/{id}': {
    input: {
      params: {
        id: string
      }
      body: RestaurantInput
    }
    answer: Restaurant
  }
  /** Change some fields of a restaurant */
  'PATCH /v1/restaurants/{id}': {
    input: {
      params: {
        id: string
      }
      body: RestaurantPatch
    }
    answer: Restaurant
  }
  /** Remove a restaurant and its interactions */
  'DELETE /v1/restaurants/{id}': {
    input: {
      params: {
        id: string
      }
    }
    answer: undefined
  }
  /** List users */
  'GET /v1/users': {
    input: {
      query?: {
        limit?: number | undefined
        /** `nextCursor` of the page before; left out: the first page. */
        cursor?: string | undefined
      }
    }
    answer: UserList
  }
  /** Import users, one JSON object a line */
  'POST /v1/users/import': {
    input: {
      body: string
    }
    answer: ImportReport
  }
  /** Read a user */
  'GET /v1/users/{id}': {
    input: {
      params: {
        id: string
      }
    }
    answer: User
  }
  /** Make or replace a user */
  'PUT /v1/users/{id}': {
    input: {
      params: {
        id: string
      }
      body: UserInput
    }
    answer: User
  }
  /** Change some fields of a user */
  'PATCH /v1/users/{id}': {
    input: {
      params: {
        id: string
      }
      body: UserPatch
    }
    answer: User
  }
  /** Erase a user */
  'DELETE /v1/users/{id}': {
    input: {
      params: {
        id: string
      }
    }
    answer: Erasure
  }
  /** List profiles */
  'GET /v1/profiles': {
    input: {}
    answer: ProfileList
  }
  /** Choose the default profile */
  'PUT /v1/profiles/default': {
    input: {
      body: DefaultProfileRequest
    }
    answer: Profile
  }
  /** Read a profile */
  'GET /v1/profiles/{key}': {
    input: {
      params: {
        key: string
      }
    }
    answer: Profile
  }
  /** Put the draft of a profile */
  'PUT /v1/profiles/{key}/draft': {
    input: {
      params: {
        key: string
      }
      query?: {
        /** The live revision that you edited; refused if another is live. */
        expectedRevision?: number | undefined
        /** The `etag` of the draft that you read; refused if it changed. */
        expected?: string | undefined
      }
      body: ProfileSettingsInput
    }
    answer: Profile
  }
  /** Throw the draft away */
  'DELETE /v1/profiles/{key}/draft': {
    input: {
      params: {
        key: string
      }
    }
    answer: undefined
  }
  /** Publish the draft */
  'POST /v1/profiles/{key}/publish': {
    input: {
      params: {
        key: string
      }
      body: PublishRequest
    }
    answer: ProfileRevision
  }
  /** List the revisions of a profile */
  'GET /v1/profiles/{key}/revisions': {
    input: {
      params: {
        key: string
      }
      query?: {
        limit?: number | undefined
        /** `nextCursor` of the page before; left out: the first page. */
        cursor?: string | undefined
      }
    }
    answer: ProfileRevisionList
  }
  /** Read one revision */
  'GET /v1/profiles/{key}/revisions/{revision}': {
    input: {
      params: {
        key: string
        revision: number
      }
    }
    answer: ProfileRevision
  }
  /** Compare two states of a profile */
  'GET /v1/profiles/{key}/diff': {
    input: {
      params: {
        key: string
      }
      query?: {
        /** A revision number, `live` or `draft`. */
        from?: string | undefined
        /** A revision number, `live` or `draft`. */
        to?: string | undefined
      }
    }
    answer: ProfileDiff
  }
  /** Go back to an older revision */
  'POST /v1/profiles/{key}/revert': {
    input: {
      params: {
        key: string
      }
      body: RevertRequest
    }
    answer: ProfileRevision
  }
  /** What each objective does to one list, or to past ones */
  'POST /v1/admin/objectives/shift': {
    input: {
      body: ShiftRequest
    }
    answer: ShiftReport | SampledShift
  }
  /** The same request under several profiles, models or plans */
  'POST /v1/admin/objectives/compare': {
    input: {
      body: CompareRequest
    }
    answer: Comparison | SampledComparison
  }
  /** Take a logged recommendation apart */
  'GET /v1/admin/recommendations/{id}': {
    input: {
      params: {
        id: string
      }
    }
    answer: RecommendationAnatomy
  }
  /** How far analyses are */
  'GET /v1/admin/analyses': {
    input: {}
    answer: AnalysesUnderWay
  }
  /** The best that two or three objectives allow together */
  'POST /v1/admin/objectives/frontier': {
    input: {
      body: FrontierRequest
    }
    answer: FrontierReport
  }
  /** Weights for the most of one objective within guardrails */
  'POST /v1/admin/objectives/solve': {
    input: {
      body: SolveRequest
    }
    answer: SolveReport
  }
  /** What it would take for a restaurant to enter a list */
  'POST /v1/admin/objectives/why-not': {
    input: {
      body: WhyNotRequest
    }
    answer: WhyNotReport | SampledWhyNot
  }
  /** What a profile would bring, before anyone sees it */
  'POST /v1/admin/profiles/estimate': {
    input: {
      body: EstimateRequest
    }
    answer: ProfileEstimate
  }
  /** Whom the served lists showed */
  'GET /v1/admin/fairness': {
    input: {
      query?: {
        /** Logged lists to look at, at most. */
        size?: number | undefined
        seed?: number | undefined
        since?: string | undefined
        /** csv and ndjson: the figures as rows, for spreadsheets and notebooks. */
        format?: 'json' | 'csv' | 'ndjson' | undefined
      }
    }
    answer: Fairness
  }
  /** Whom a profile would show, before it goes live */
  'POST /v1/admin/fairness': {
    input: {
      body: FairnessRequest
    }
    answer: ProfileFairness
  }
  /** What the model and each profile are worth */
  'GET /v1/admin/worth': {
    input: {
      query?: {
        /** Past requests to rank, at most. */
        size?: number | undefined
        seed?: number | undefined
        since?: string | undefined
        /** log: past recommendations; orders: moments just before past orders; any: the log, unless it holds fewer than 50 and there are more orders. */
        source?: 'any' | 'log' | 'orders' | undefined
        /** What an hour of one processor costs, money. */
        cpuHourPrice?: number | undefined
        /** csv and ndjson: the figures as rows, for spreadsheets and notebooks. */
        format?: 'json' | 'csv' | 'ndjson' | undefined
      }
    }
    answer: Worth
  }
  /** List experiments */
  'GET /v1/admin/experiments': {
    input: {
      query?: {
        limit?: number | undefined
        /** `nextCursor` of the page before; left out: the first page. */
        cursor?: string | undefined
        state?: 'draft' | 'running' | 'stopped' | undefined
      }
    }
    answer: ExperimentList
  }
  /** Plan an experiment */
  'POST /v1/admin/experiments': {
    input: {
      body: CreateExperimentRequest
    }
    answer: Experiment
  }
  /** Read an experiment */
  'GET /v1/admin/experiments/{key}': {
    input: {
      params: {
        key: string
      }
    }
    answer: Experiment
  }
  /** Change a draft */
  'PUT /v1/admin/experiments/{key}': {
    input: {
      params: {
        key: string
      }
      body: ExperimentSettingsInput
    }
    answer: Experiment
  }
  /** Start an experiment */
  'POST /v1/admin/experiments/{key}/start': {
    input: {
      params: {
        key: string
      }
      body: ExperimentStepRequest
    }
    answer: Experiment
  }
  /** Stop an experiment */
  'POST /v1/admin/experiments/{key}/stop': {
    input: {
      params: {
        key: string
      }
      body: ExperimentStepRequest
    }
    answer: Experiment
  }
  /** What an experiment has found so far */
  'GET /v1/admin/experiments/{key}/results': {
    input: {
      params: {
        key: string
      }
    }
    answer: ExperimentResults
  }
  /** List model versions and what each channel serves */
  'GET /v1/admin/models': {
    input: {
      query?: {
        limit?: number | undefined
        /** `nextCursor` of the page before; left out: the first page. */
        cursor?: string | undefined
      }
    }
    answer: ModelList
  }
  /** Put a channel back to the version before */
  'POST /v1/admin/models/rollback': {
    input: {
      body: RollbackRequest
    }
    answer: ModelChannel
  }
  /** Read a model version with its metrics */
  'GET /v1/admin/models/{version}': {
    input: {
      params: {
        version: string
      }
    }
    answer: Model
  }
  /** Let a channel serve this version */
  'POST /v1/admin/models/{version}/promote': {
    input: {
      params: {
        version: string
      }
      body: PromoteRequest
    }
    answer: ModelChannel
  }
  /** Start a training run */
  'POST /v1/admin/training-runs': {
    input: {
      body: StartTrainingRequest
    }
    answer: TrainingRun
  }
  /** List training runs */
  'GET /v1/admin/training-runs': {
    input: {
      query?: {
        limit?: number | undefined
        /** `nextCursor` of the page before; left out: the first page. */
        cursor?: string | undefined
      }
    }
    answer: TrainingRunList
  }
  /** Read a training run, with what it found */
  'GET /v1/admin/training-runs/{id}': {
    input: {
      params: {
        id: string
      }
    }
    answer: TrainingRun
  }
  /** Stop a training run */
  'POST /v1/admin/training-runs/{id}/cancel': {
    input: {
      params: {
        id: string
      }
    }
    answer: TrainingRun
  }
  /** How the latency planner does */
  'GET /v1/admin/planner': {
    input: {}
    answer: PlannerState
  }
  /** What doing things together costs and brings */
  'GET /v1/admin/batching': {
    input: {}
    answer: Batching
  }
  /** Measure what looking users up together costs and brings */
  'POST /v1/admin/batching/measurements': {
    input: {}
    answer: BatchMeasurement
  }
  /** Whether the world is still the one that the model learnt */
  'GET /v1/admin/drift': {
    input: {
      query?: {
        /** Days of history. */
        days?: number | undefined
      }
    }
    answer: Drift
  }
  /** Data that waits or was put aside, and what is odd about what comes in */
  'GET /v1/admin/data-quality': {
    input: {
      query?: {
        /** Days of history. */
        days?: number | undefined
      }
    }
    answer: DataQuality
  }
  /** Who changed what, when and why */
  'GET /v1/admin/audit': {
    input: {
      query?: {
        limit?: number | undefined
        /** `nextCursor` of the page before; left out: the first page. */
        cursor?: string | undefined
        /** Only this action, such as `profile.publish`. */
        action?: string | undefined
        /** Only what was done to this key, version or id. */
        subject?: string | undefined
      }
    }
    answer: AuditList
  }
  /** Rows that imports could not use */
  'GET /v1/admin/data-quality/quarantine': {
    input: {
      query?: {
        limit?: number | undefined
        /** `nextCursor` of the page before; left out: the first page. */
        cursor?: string | undefined
        /** Only rows of this source, such as `food-delivery`. */
        source?: string | undefined
      }
    }
    answer: QuarantineList
  }
  /** List the keys */
  'GET /v1/admin/keys': {
    input: {
      query?: {
        limit?: number | undefined
        /** `nextCursor` of the page before; left out: the first page. */
        cursor?: string | undefined
      }
    }
    answer: ApiKeyList
  }
  /** Make a key */
  'POST /v1/admin/keys': {
    input: {
      body: CreateApiKeyRequest
    }
    answer: NewApiKey
  }
  /** Put a new key in the place of another */
  'POST /v1/admin/keys/{id}/rotate': {
    input: {
      params: {
        id: string
      }
      body: RotateApiKeyRequest
    }
    answer: RotatedApiKey
  }
  /** Revoke a key */
  'DELETE /v1/admin/keys/{id}': {
    input: {
      params: {
        id: string
      }
    }
    answer: undefined
  }
  /** Whose key this is */
  'GET /v1/admin/session': {
    input: {}
    answer: Session
  }
  /** Find users to try lists with */
  'GET /v1/admin/users': {
    input: {
      query?: {
        search?: string | undefined
        limit?: number | undefined
      }
    }
    answer: FoundUsers
  }
  /** Find restaurants to ask about */
  'GET /v1/admin/restaurants': {
    input: {
      query?: {
        search?: string | undefined
        limit?: number | undefined
      }
    }
    answer: FoundRestaurants
  }
  /** Is the process alive? */
  'GET /health/live': {
    input: {}
    answer: Liveness
  }
  /** May requests be sent here? */
  'GET /health/ready': {
    input: {}
    answer: Readiness
  }
  /** Metrics for Prometheus */
  'GET /metrics': {
    input: {}
    answer: string
  }
  /** This interface as an OpenAPI 3.1 document */
  'GET /openapi.json': {
    input: {}
    answer: Record<string, unknown>
  }
  /** The documentation page */
  'GET /docs': {
    input: {}
    answer: string
  }
  /** Every problem, and what to do about it */
  'GET /docs/problems': {
    input: {}
    answer: string
  }
  /** Scripts and styles of the documentation page */
  'GET /docs/assets/{file}': {
    input: {
      params: {
        file: 'swagger-ui-bundle.js' | 'swagger-ui.css' | 'favicon-32x32.png' | 'start.js' | 'page.css'
      }
    }
    answer: string
  }
  /** The administration page */
  'GET /admin': {
    input: {}
    answer: string
  }
  /** The administration page, opened at one of its pages */
  'GET /admin/{page}': {
    input: {
      params: {
        page: string
      }
    }
    answer: string
  }
  /** Scripts, styles and the font of the administration page */
  'GET /admin/assets/{file}': {
    input: {
      params: {
        file: string
      }
    }
    answer: string
  }
}

/** Who may call what; `public` needs no key. */
export const access = {
  'POST /v1/recommendations': ['app', 'analyst', 'manager', 'admin'],
  'POST /v1/recommendations/batch': ['app', 'analyst', 'manager', 'admin'],
  'POST /v1/rank': ['app', 'analyst', 'manager', 'admin'],
  'POST /v1/interactions': ['app', 'admin'],
  'GET /v1/restaurants': ['app', 'analyst', 'manager', 'admin'],
  'POST /v1/restaurants/import': ['manager', 'admin'],
  'GET /v1/restaurants/{id}': ['app', 'analyst', 'manager', 'admin'],
  'PUT /v1/restaurants/{id}': ['manager', 'admin'],
  'PATCH /v1/restaurants/{id}': ['manager', 'admin'],
  'DELETE /v1/restaurants/{id}': ['manager', 'admin'],
  'GET /v1/users': ['admin'],
  'POST /v1/users/import': ['admin'],
  'GET /v1/users/{id}': ['app', 'admin'],
  'PUT /v1/users/{id}': ['app', 'admin'],
  'PATCH /v1/users/{id}': ['app', 'admin'],
  'DELETE /v1/users/{id}': ['app', 'admin'],
  'GET /v1/profiles': ['analyst', 'manager', 'admin'],
  'PUT /v1/profiles/default': ['manager', 'admin'],
  'GET /v1/profiles/{key}': ['analyst', 'manager', 'admin'],
  'PUT /v1/profiles/{key}/draft': ['manager', 'admin'],
  'DELETE /v1/profiles/{key}/draft': ['manager', 'admin'],
  'POST /v1/profiles/{key}/publish': ['manager', 'admin'],
  'GET /v1/profiles/{key}/revisions': ['analyst', 'manager', 'admin'],
  'GET /v1/profiles/{key}/revisions/{revision}': ['analyst', 'manager', 'admin'],
  'GET /v1/profiles/{key}/diff': ['analyst', 'manager', 'admin'],
  'POST /v1/profiles/{key}/revert': ['manager', 'admin'],
  'POST /v1/admin/objectives/shift': ['analyst', 'manager', 'admin'],
  'POST /v1/admin/objectives/compare': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/recommendations/{id}': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/analyses': ['analyst', 'manager', 'admin'],
  'POST /v1/admin/objectives/frontier': ['analyst', 'manager', 'admin'],
  'POST /v1/admin/objectives/solve': ['analyst', 'manager', 'admin'],
  'POST /v1/admin/objectives/why-not': ['analyst', 'manager', 'admin'],
  'POST /v1/admin/profiles/estimate': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/fairness': ['analyst', 'manager', 'admin'],
  'POST /v1/admin/fairness': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/worth': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/experiments': ['analyst', 'manager', 'admin'],
  'POST /v1/admin/experiments': ['manager', 'admin'],
  'GET /v1/admin/experiments/{key}': ['analyst', 'manager', 'admin'],
  'PUT /v1/admin/experiments/{key}': ['manager', 'admin'],
  'POST /v1/admin/experiments/{key}/start': ['manager', 'admin'],
  'POST /v1/admin/experiments/{key}/stop': ['manager', 'admin'],
  'GET /v1/admin/experiments/{key}/results': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/models': ['analyst', 'manager', 'admin'],
  'POST /v1/admin/models/rollback': ['admin'],
  'GET /v1/admin/models/{version}': ['analyst', 'manager', 'admin'],
  'POST /v1/admin/models/{version}/promote': ['admin'],
  'POST /v1/admin/training-runs': ['admin'],
  'GET /v1/admin/training-runs': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/training-runs/{id}': ['analyst', 'manager', 'admin'],
  'POST /v1/admin/training-runs/{id}/cancel': ['admin'],
  'GET /v1/admin/planner': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/batching': ['analyst', 'manager', 'admin'],
  'POST /v1/admin/batching/measurements': ['admin'],
  'GET /v1/admin/drift': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/data-quality': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/audit': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/data-quality/quarantine': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/keys': ['admin'],
  'POST /v1/admin/keys': ['admin'],
  'POST /v1/admin/keys/{id}/rotate': ['admin'],
  'DELETE /v1/admin/keys/{id}': ['admin'],
  'GET /v1/admin/session': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/users': ['analyst', 'manager', 'admin'],
  'GET /v1/admin/restaurants': ['analyst', 'manager', 'admin'],
  'GET /health/live': ['public'],
  'GET /health/ready': ['public'],
  'GET /metrics': ['analyst', 'manager', 'admin'],
  'GET /openapi.json': ['public'],
  'GET /docs': ['public'],
  'GET /docs/problems': ['public'],
  'GET /docs/assets/{file}': ['public'],
  'GET /admin': ['public'],
  'GET /admin/{page}': ['public'],
  'GET /admin/assets/{file}': ['public'],
} as const
