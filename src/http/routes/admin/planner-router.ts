import { defineRoute, ok, type Route } from '../../route.ts'
import { plannerExample, plannerSchema } from './planner-schema.ts'

export const plannerRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/v1/admin/planner',
    access: ['analyst', 'manager', 'admin'],
    tag: 'Administration',
    summary: 'How the latency planner does',
    description:
      'Predicted against actual times of each plan, the share inside the budget, the mix of plans, and what is let in and refused. Of this process: with several, ask each, or use the metrics.',
    answers: {
      200: { description: 'The planner as it stands.', schema: plannerSchema, example: plannerExample },
    },
    handle: (_input, { planner }) => ok(planner.report()),
  }),
]
