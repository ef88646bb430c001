import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RecommendationService } from '../../../serving/service.ts'
import { ownVisit, type Visit } from '../../../serving/visit.ts'
import { check, invalidRequest } from '../../parse.ts'
import { type ProblemDocument, problemDocument } from '../../problem-answer.ts'
import { toProblem } from '../../to-problem.ts'
import { toAnswer, toRequest } from './answer.ts'
import { type RecommendationAnswer, recommendationRequestSchema } from './schema.ts'

/** So many are under way at once: enough for their look-ups to be one query, few enough for others to be served in between. */
const atOnce = 16

/** In budgets: those who wait for one answer go first, and still a batch comes to its end under any load. */
const patience = 10

type Result = RecommendationAnswer | { problem: ProblemDocument }

/** Answers each request on its own; results stand in the order of the requests. */
export async function recommendBatch(
  recommender: RecommendationService,
  requests: readonly unknown[],
  requestId: string,
  visit: Pick<Visit, 'isGone'>,
): Promise<Result[]> {
  const results: Result[] = []
  for (let start = 0; start < requests.length; start += atOnce) {
    if (start > 0) await nextTurn()
    if (visit.isGone()) break
    const some = requests.slice(start, start + atOnce)
    results.push(
      ...(await Promise.all(some.map((request) => recommendOne(recommender, request, requestId, visit)))),
    )
  }
  return results
}

async function recommendOne(
  recommender: RecommendationService,
  raw: unknown,
  requestId: string,
  { isGone }: Pick<Visit, 'isGone'>,
): Promise<Result> {
  try {
    const parsed = check(recommendationRequestSchema, raw)
    if (!parsed.ok) throw invalidRequest(parsed.errors)
    const request = toRequest(parsed.value)
    return toAnswer(
      await recommender.recommend(request, { ...ownVisit(performance.now(), patience), isGone }),
      request,
    )
  } catch (error) {
    return { problem: problemDocument(toProblem(error), requestId) }
  }
}
