import type { Express } from 'express'
import { Problem } from '../problem/problems.ts'
import { bareExpress } from './app.ts'
import type { AppDeps } from './deps.ts'
import { answerProblem } from './problem-answer.ts'
import { requestId } from './request-id.ts'
import { requestLog } from './request-log.ts'
import { securityHeaders } from './security-headers.ts'

/** What is under way, in words for people: `training the first model`. */
export type Phase = () => string

/** Stands in for the application until its parts are there: alive, not ready, and 503 for everything else. */
export function createStartingApp(deps: Pick<AppDeps, 'logger' | 'metrics'> & { phase: Phase }): Express {
  const app = bareExpress()
  app.use(requestId, requestLog(deps), securityHeaders)
  app.get('/health/live', (_request, response) => {
    response.json({ status: 'live' })
  })
  app.get('/health/ready', (_request, response) => {
    const checks = { start: { ok: false, detail: deps.phase() } }
    response.status(503).json({ status: 'starting', ready: false, checks })
  })
  app.use(() => {
    throw new Problem('unavailable', { detail: `Starting: ${deps.phase()}.`, retryAfterSeconds: 2 })
  })
  app.use(answerProblem)
  return app
}
