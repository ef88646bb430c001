/** One thing that the service needs, and how it is at the moment. */
export interface Check {
  readonly ok: boolean
  /** In words for an operator; never a secret. */
  readonly detail?: string
}

export interface HealthReport {
  /** `degraded`: it answers, though something is away; `starting`: not yet; `failing`: it can't answer; `stopping`: not for long. */
  readonly status: 'ok' | 'degraded' | 'starting' | 'failing' | 'stopping'
  readonly ready: boolean
  readonly checks: Readonly<Record<string, Check>>
}

export interface Health {
  /** `vital` parts decide on readiness; the others only on `degraded`. */
  register(name: string, vital: boolean, check: () => Check): void
  report(): HealthReport
  /** From now on not ready, so that whoever balances sends nothing new; what comes is answered all the same. */
  stop(): void
}

/** Collects what the parts say of themselves; asking costs no query. */
export function createHealth(): Health {
  let isStopping = false
  const parts: { name: string; vital: boolean; check: () => Check }[] = []
  return {
    register: (name, vital, check) => void parts.push({ name, vital, check }),
    report() {
      const results = parts.map(({ name, vital, check }) => ({ name, vital, result: check() }))
      const ready = !isStopping && results.every(({ vital, result }) => result.ok || !vital)
      const fine = results.every(({ result }) => result.ok)
      return {
        status: isStopping ? 'stopping' : fine ? 'ok' : ready ? 'degraded' : 'failing',
        ready,
        checks: Object.fromEntries(results.map(({ name, result }) => [name, result])),
      }
    },
    stop() {
      isStopping = true
    },
  }
}
