/** What the routes of training and models answer, in small. */
const running = {
  id: '12',
  trigger: 'manual',
  actor: 'admin:3f9a1c',
  reason: 'New district since Monday',
  options: { seed: 1, force: false, searchSeconds: 120 },
  status: 'running',
  stage: 'search',
  progress: 0.31,
  etaSeconds: 95,
  startedAt: '2026-06-01T09:00:00.000Z',
  finishedAt: null,
  cancelledBy: null,
  error: null,
  modelVersion: null,
  market: null,
}

const difference = { mean: 0.0121, low: 0.0034, high: 0.0208 }
const finished = {
  ...running,
  status: 'succeeded',
  stage: 'register',
  progress: 1,
  etaSeconds: null,
  finishedAt: '2026-06-01T09:02:41.000Z',
  modelVersion: '2026-06-01T09-02-40-7c1e',
}

export const runningExample = { ...running, report: null }
export const cancelledExample = { ...runningExample, cancelledBy: 'admin:3f9a1c' }
export const runListExample = { items: [finished], nextCursor: null }
export const finishedExample = {
  ...finished,
  report: {
    split: { trainingOrders: 29000, testOrders: 1000, testFrom: '2026-05-29T18:20:11.000Z' },
    inService: { version: '2026-05-31T09-02-12-11ab', how: 'later-orders', orders: 412, gain: difference },
    exposureChange: {
      orders: 412,
      coverage: { candidate: 0.41, inService: 0.4 },
      popularityLift: { candidate: 1.31, inService: 1.34 },
      groups: [{ group: 'independent', candidate: 0.62, inService: 0.61 }],
    },
    gate: {
      accepted: true,
      forced: false,
      checks: [
        {
          name: 'exposure independent',
          passed: true,
          words: '62.0 % of the exposure goes to independent, 61.0 % under the model in service (412 orders)',
        },
      ],
      words:
        'Accepted: NDCG@10 +0.0121 [+0.0034, +0.0208] over 2026-05-31T09-02-12-11ab on 412 later orders.',
    },
  },
}

export const modelExample = {
  version: finished.modelVersion,
  status: 'accepted',
  createdAt: finished.finishedAt,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  dataFrom: '2026-02-01T08:11:09.000Z',
  dataTo: '2026-06-01T08:59:58.000Z',
  dataHash: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
  settings: { seed: 1, l2: 3, occasions: 6000, order: { company: 'auto', neighbours: 400, habitDays: 60 } },
  metrics: { planQualities: [{ name: 'fast', candidates: 200, ndcg: 0.97, revenue: 0.98 }] },
}

export const channelExample = {
  channel: 'stable',
  version: finished.modelVersion,
  previous: '2026-05-24T09-02-02-90fd',
  changedAt: '2026-06-08T09:10:00.000Z',
  changedBy: 'admin:3f9a1c',
  reason: 'Better on first-time orders for two weeks',
  pinned: false,
}

export const modelListExample = { items: [modelExample], nextCursor: null, channels: [channelExample] }
export const rolledBackExample = {
  ...channelExample,
  version: channelExample.previous,
  previous: channelExample.version,
  reason: 'Fewer orders since the promotion',
}
