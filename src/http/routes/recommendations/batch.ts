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

/**
 * The answer to a batch as text, a result at a time: each request is answered on its own, and results stand in the order of the requests. A
 * batch may come to tens of megabytes; made at once they would keep everyone waiting.
 */
export async function* recommendBatch(
  recommender: RecommendationService,
  requests: readonly unknown[],
  requestId: string,
  visit: Pick<Visit, 'isGone'>,
): AsyncGenerator<string> {
  yield '{"results":['
  for (let start = 0; start < requests.length && !visit.isGone(); start += atOnce) {
    const some = requests.slice(start, start + atOnce)
    const results = await Promise.all(
      some.map((request) => recommendOne(recommender, request, requestId, visit)),
    )
    for (const [n, result] of results.entries()) {
      yield `${start + n > 0 ? ',' : ''}${JSON.stringify(result)}`
      await nextTurn()
    }
  }
  yield ']}'
}

async function recommendOne(
  recommender: RecommendationService,
  raw: unknown,
  requestId: string,
  { isGone }: Pick<Visit, 'isGone'>,
): Promise<Result> {
  try {
    const parsed = check(recommendationRequestSchema, raw)
    if (!parsed.ok) throw invalidRequest(parsed.errors, parsed.unread)
    const request = toRequest(parsed.value)
    const visit = { ...ownVisit(performance.now(), patience), isGone }
    return toAnswer(await recommender.recommend(request, visit), request)
  } catch (error) {
    return { problem: problemDocument(toProblem(error), requestId) }
  }
}
