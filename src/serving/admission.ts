/**
 * What gives way first. `batch` has nobody waiting at a screen; a recommendation that is refused is asked for again or done without; an
 * interaction that is refused may be lost, when its sender does not try again.
 */
export const loadClasses = ['batch', 'recommendation', 'ingestion'] as const
export type LoadClass = (typeof loadClasses)[number]

/** Let in; `left` has to be called once, when the request is over. */
export interface Admitted {
  readonly admitted: true
  /** From now on the request waits for nothing that others wait for: it has had its turn. */
  served(): void
  left(): void
}

export interface Refused {
  readonly admitted: false
  readonly retryAfterSeconds: number
}

export interface AnswerTimes {
  readonly tookMs: number
  /** of it, for others */
  readonly waitedMs: number
  readonly budgetMs: number
}

export interface AdmissionReport {
  /** what a newcomer would have to wait for its turn */
  readonly expectedWaitMs: number
  /** more than this and a recommendation is refused */
  readonly mostWaitMs: number
  readonly inFlight: Readonly<Record<LoadClass, number>>
  /** since the start */
  readonly admitted: Readonly<Record<LoadClass, number>>
  readonly refused: Readonly<Record<LoadClass, number>>
}

export interface Admission {
  enter(kind: LoadClass): Admitted | Refused
  /** How an answer went; what is learnt from. */
  observe(outcome: AnswerTimes): void
  /** Somebody who had been let in had to be turned away after all. */
  missed(): void
  report(): AdmissionReport
}

export interface AdmissionOptions {
  /** Mean length of a turn, ms (see `Turns`). */
  readonly turnMs: () => number
  /** Mean time that a newcomer spends on something else before it wants its turn, ms: on who the user is. */
  readonly lookUpMs: () => number
  readonly clockMs: () => number
  /** True: it counts, and refuses nobody. */
  readonly admitsAll?: boolean
  /** Of the budget, so much may be spent on waiting at most; the rest is for the work, and for surprises. */
  readonly mostWaitShare?: number
  /** Answers that may miss their budget; below what is promised (1 %), since the limit moves around it. */
  readonly missShare?: number
  /** In flight at most, whatever the times say: bounds memory. */
  readonly mostInFlight?: Readonly<Record<LoadClass, number>>
}

/** How much of the wait that is admitted each class bears. */
const patience: Readonly<Record<LoadClass, number>> = { batch: 0.5, recommendation: 1, ingestion: 2 }
const defaultMostInFlight = { batch: 8, recommendation: 500, ingestion: 100 }
/** Of the limit's logarithm, for each answer. */
const step = 0.1
/** Without misses the limit is back after a few times this. */
const forgetMs = 10_000
/** The limit never falls below this share of the most. */
const leastShare = 0.1
const initialBudgetMs = 100
const budgetStep = 0.02

/**
 * Lets in as many as can be answered in time, and refuses the others at once: cheaper for us than work that comes too late, and better for
 * them than waiting for it. A newcomer's wait is those before it, not yet served, times what a turn takes (Little 1961), less the time in which it waits for
 * the database itself, all measured: a process that only waits for others is not overloaded.
 * The limit is a share of the budget, as CoDel's target is a time and not a length (Nichols & Jacobson 2012), and is itself corrected
 * by how answers went: multiplied down at a miss and slowly up otherwise, so that it settles where `missShare` of the answers miss, the
 * stochastic approximation of a quantile (Robbins & Monro 1951). Like Netflix's concurrency limits (2018) it needs no figure of the machine.
 * An empty service lets anyone in, so a wrong estimate corrects itself.
 */
export function createAdmission(options: AdmissionOptions): Admission {
  const { turnMs, mostWaitShare = 0.5, missShare = 0.004, mostInFlight = defaultMostInFlight } = options
  const inFlight = zeros()
  const unserved = zeros()
  const admitted = zeros()
  const refused = zeros()
  let logShare = 0
  let budgetMs = initialBudgetMs
  let refusals = 0
  let learntMs = options.clockMs()

  const expectedWaitMs = () => {
    const before = unserved.batch + unserved.recommendation + unserved.ingestion
    return Math.max(0, before * turnMs() - options.lookUpMs())
  }
  const mostWaitMs = () => budgetMs * mostWaitShare * Math.exp(logShare)
  const learn = (isMiss: boolean) => {
    const nowMs = options.clockMs()
    logShare *= Math.exp(-(nowMs - learntMs) / forgetMs)
    learntMs = nowMs
    logShare += step * (isMiss ? missShare - 1 : missShare)
    logShare = Math.min(0, Math.max(Math.log(leastShare), logShare))
  }

  return {
    enter(kind) {
      const isFull = inFlight[kind] >= mostInFlight[kind]
      const isLate = expectedWaitMs() > mostWaitMs() * patience[kind]
      if (!options.admitsAll && (isFull || isLate)) {
        refused[kind]++
        // Spread, so that those who were refused together don't come back together.
        return { admitted: false, retryAfterSeconds: 1 + (refusals++ % 3) }
      }
      admitted[kind]++
      inFlight[kind]++
      unserved[kind]++
      let isServed = false
      const served = () => {
        if (!isServed) unserved[kind]--
        isServed = true
      }
      return {
        admitted: true,
        served,
        left() {
          served()
          inFlight[kind]--
        },
      }
    },
    observe(outcome) {
      budgetMs += budgetStep * (outcome.budgetMs - budgetMs)
      const { tookMs, waitedMs } = outcome
      // What would have been late without any wait is no fault of who was let in.
      learn(tookMs > outcome.budgetMs && tookMs - waitedMs <= outcome.budgetMs)
    },
    missed: () => learn(true),
    report: () => ({
      expectedWaitMs: expectedWaitMs(),
      mostWaitMs: mostWaitMs(),
      inFlight: { ...inFlight },
      admitted: { ...admitted },
      refused: { ...refused },
    }),
  }
}

const zeros = (): Record<LoadClass, number> => ({ batch: 0, recommendation: 0, ingestion: 0 })
