import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import {
  type AdmissionOptions,
  type Admitted,
  createAdmission as create,
  type LoadClass,
  loadClasses,
} from '../../src/serving/admission.ts'

/** Without a look-up, at a time that stands still, unless said otherwise. */
const createAdmission = (options: Partial<AdmissionOptions>) =>
  create({ turnMs: () => 1, lookUpMs: () => 0, clockMs: () => 0, ...options })

const enterMany = (admission: ReturnType<typeof createAdmission>, kind: LoadClass, times: number) => {
  const inside: Admitted[] = []
  for (let n = 0; n < times; n++) {
    const answer = admission.enter(kind)
    if (answer.admitted) inside.push(answer)
  }
  return inside
}

describe('admission', () => {
  test.prop([
    fc.constantFrom(...loadClasses),
    fc.double({ min: 0.1, max: 500, noNaN: true }),
    fc.array(
      fc.record({
        tookMs: fc.double({ min: 0, max: 1e4, noNaN: true }),
        waitedMs: fc.double({ min: 0, max: 1e4, noNaN: true }),
      }),
    ),
  ])('lets anyone into an empty service, whatever it has learnt', (kind, turnMs, outcomes) => {
    const admission = createAdmission({ turnMs: () => turnMs })
    for (const outcome of outcomes) admission.observe({ ...outcome, budgetMs: 100 })
    expect(admission.enter(kind).admitted).toBe(true)
  })

  test.prop([fc.double({ min: 0.5, max: 50, noNaN: true })])(
    'lets in no more than can have their turn in half the budget, batches half and ingestion twice of that',
    (turnMs) => {
      const admission = createAdmission({ turnMs: () => turnMs })
      const most = (kind: LoadClass) => {
        const inside = enterMany(admission, kind, 600)
        for (const each of inside) each.left()
        return inside.length
      }
      expect(most('recommendation')).toBe(Math.min(500, Math.floor(50 / turnMs) + 1))
      expect(most('ingestion')).toBe(Math.min(100, Math.floor(100 / turnMs) + 1))
      expect(most('batch')).toBe(Math.min(8, Math.floor(25 / turnMs) + 1))
    },
  )

  test('counts who has had a turn no longer among those before a newcomer, and who left not at all', () => {
    const admission = createAdmission({ turnMs: () => 10 })
    const inside = enterMany(admission, 'recommendation', 100)
    expect(admission.report()).toMatchObject({ expectedWaitMs: 60, inFlight: { recommendation: 6 } })
    inside[0]!.served()
    inside[0]!.served()
    expect(admission.report()).toMatchObject({ expectedWaitMs: 50, inFlight: { recommendation: 6 } })
    for (const each of inside) each.left()
    expect(admission.report()).toMatchObject({
      expectedWaitMs: 0,
      inFlight: { recommendation: 0 },
      admitted: { recommendation: 6 },
      refused: { recommendation: 94 },
    })
  })

  test('lets in fewer when those who waited were late, and as many as before when they are not', () => {
    const admission = createAdmission({ turnMs: () => 1 })
    const mostWait = () => admission.report().mostWaitMs
    const before = mostWait()
    for (let n = 0; n < 10; n++) admission.observe({ tookMs: 120, waitedMs: 60, budgetMs: 100 })
    const after = mostWait()
    expect(after).toBeLessThan(0.5 * before)
    for (let n = 0; n < 5000; n++) admission.observe({ tookMs: 60, waitedMs: 40, budgetMs: 100 })
    expect(mostWait()).toBeCloseTo(before, 6)
  })

  test('does not take for its fault what would have been late without a wait', () => {
    const admission = createAdmission({ turnMs: () => 1 })
    const before = admission.report().mostWaitMs
    for (let n = 0; n < 100; n++) admission.observe({ tookMs: 500, waitedMs: 10, budgetMs: 100 })
    expect(admission.report().mostWaitMs).toBe(before)
  })

  test('forgets misses when there are no more', () => {
    let nowMs = 0
    const admission = createAdmission({ clockMs: () => nowMs })
    const before = admission.report().mostWaitMs
    for (let n = 0; n < 30; n++) admission.observe({ tookMs: 120, waitedMs: 60, budgetMs: 100 })
    expect(admission.report().mostWaitMs).toBeLessThan(0.2 * before)
    nowMs = 60_000
    admission.observe({ tookMs: 20, waitedMs: 0, budgetMs: 100 })
    expect(admission.report().mostWaitMs).toBeGreaterThan(0.98 * before)
  })

  test('does not take those who wait for the database for work', () => {
    const admission = createAdmission({ turnMs: () => 2, lookUpMs: () => 40 })
    expect(enterMany(admission, 'recommendation', 200).length).toBe(46)
    expect(enterMany(createAdmission({ turnMs: () => 2 }), 'recommendation', 200).length).toBe(26)
  })

  test('settles where fewer than 1 % are late', () => {
    const admission = createAdmission({ turnMs: () => 1 })
    let late = 0
    // The longer the wait that is let in, the more often an answer is late.
    for (let n = 0; n < 20_000; n++) {
      const isLate = (n * 0.618_034) % 1 < admission.report().mostWaitMs / 1000
      if (isLate && n > 2000) late++
      admission.observe({ tookMs: isLate ? 120 : 50, waitedMs: 40, budgetMs: 100 })
    }
    expect(late / 18_000).toBeLessThan(0.01)
  })

  test('tells those whom it refuses to come back at different times, in whole seconds', () => {
    const admission = createAdmission({ turnMs: () => 1000 })
    const answers = Array.from({ length: 20 }, () => admission.enter('recommendation'))
    const waits = answers.flatMap((answer) => (answer.admitted ? [] : [answer.retryAfterSeconds]))
    expect(new Set(waits)).toEqual(new Set([1, 2, 3]))
  })
})
