/** What a draft of the `sales` profile may say. */
export const settingsExample = {
  stakeholder: 'Sales',
  description: 'Dearer restaurants and more fee, as long as people still find what they like.',
  weights: { relevance: 0.6, revenue: 0.4 },
  latencyBudgetMs: 150,
  guardrails: [{ objective: 'relevance', minShare: 0.97 }],
  modelChannel: 'stable',
}
