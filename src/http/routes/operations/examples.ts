/** As the service answered on the simulated city, shortened and rounded. */

export const liveExample = { status: 'live' }

export const readyExample = {
  status: 'ok',
  ready: true,
  checks: {
    snapshot: { ok: true },
    database: { ok: true },
    models: { ok: true },
    'decision-log': { ok: true, detail: '0 waiting, 0 dropped' },
  },
}
