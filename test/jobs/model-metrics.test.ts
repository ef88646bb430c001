import { expect, test } from 'vitest'
import { modelMetricsSchema } from '../../src/jobs/model-metrics.ts'

const stored = {
  evaluation: null,
  scales: { relevance: 0.1, revenue: 0.2, margin: 0.3, wait: 40 },
  planQualities: [],
  weights: {},
  timings: {},
}

test('a version trained before there was discovery gets a scale for it, in proportion to relevance', () => {
  expect(modelMetricsSchema.parse(stored).scales).toEqual({ ...stored.scales, discovery: 0.042 })
  const learnt = { ...stored, scales: { ...stored.scales, discovery: 0.5 } }
  expect(modelMetricsSchema.parse(learnt).scales).toEqual(learnt.scales)
  expect(modelMetricsSchema.parse(modelMetricsSchema.parse(stored))).toEqual(modelMetricsSchema.parse(stored))
})
