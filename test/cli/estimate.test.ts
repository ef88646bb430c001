import { expect, test } from 'vitest'
import { estimateReport } from '../../src/cli/estimate-report.ts'
import { withAnalyses } from '../../src/cli/with-analyses.ts'
import { testDatabase } from '../support/postgres.ts'

const database = await testDatabase()

test('without a log, the estimate is refused in words that say what to do', async () => {
  const text = await withAnalyses(database, async ({ analyses }) =>
    estimateReport(
      await analyses.estimate({
        side: { profile: 'sales' },
        temperature: 0.2,
        limit: 10,
        seed: 1,
        since: null,
        attributionHours: 6,
        maxWeight: 100,
      }),
    ),
  )
  expect(text).toContain('sales at temperature 0.2, from 0 lists of 0 users')
  expect(text).toMatch(/cascade: no answer\. The log holds no list.*Serve recommendations/)
})
