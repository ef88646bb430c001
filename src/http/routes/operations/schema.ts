import { z } from 'zod'

export const livenessSchema = z.strictObject({ status: z.literal('live') }).meta({ id: 'Liveness' })

export const readinessSchema = z
  .strictObject({
    status: z.enum(['ok', 'degraded', 'starting', 'failing', 'stopping']),
    ready: z.boolean(),
    checks: z.record(z.string(), z.strictObject({ ok: z.boolean(), detail: z.string().optional() })),
  })
  .meta({ id: 'Readiness' })
