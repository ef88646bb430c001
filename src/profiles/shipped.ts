import { type ProfileSettings, profileSettingsSchema } from './schema.ts'

/** The default on a first start. */
export const defaultProfileKey = 'product'

/**
 * The five stakeholders of the story, as they stand on a first start. From then on they are ordinary profiles: edited, published
 * and reverted like any other, and never overwritten by a later start.
 */
export const shippedProfiles: Readonly<Record<string, ProfileSettings>> = {
  'ml-engineer': profileSettingsSchema.parse({
    stakeholder: 'ML engineers',
    description:
      'The restaurants that the user most likely orders from, with the newest model and all the work it can do.',
    weights: { relevance: 1 },
    latencyBudgetMs: 1000,
    minimumPlan: 'full',
    modelChannel: 'latest',
  }),
  sales: profileSettingsSchema.parse({
    stakeholder: 'Sales',
    description:
      'Dearer restaurants that earn more service fee, as long as the list keeps 97 % of the relevance it could have.',
    weights: { relevance: 1, revenue: 3 },
    guardrails: [{ objective: 'relevance', minShare: 0.97 }],
    latencyBudgetMs: 250,
    minimumPlan: 'fast',
    modelChannel: 'latest',
  }),
  product: profileSettingsSchema.parse({
    stakeholder: 'Product',
    description:
      'What the user wants, well inside 100 ms: time has a price, and simpler work is done when it buys enough of it.',
    weights: { relevance: 1, latency: 0.25 },
    latencyBudgetMs: 100,
    modelChannel: 'latest',
  }),
  'ml-platform': profileSettingsSchema.parse({
    stakeholder: 'ML platform',
    description:
      'Reliable and cheap: the stable model, one plan whatever the load, no exploration; of a list, seven places in ten hold still.',
    weights: { relevance: 1 },
    maxDrift: 0.3,
    latencyBudgetMs: 250,
    minimumPlan: 'fast',
    maximumPlan: 'fast',
    modelChannel: 'stable',
  }),
  manager: profileSettingsSchema.parse({
    stakeholder: 'Management',
    description:
      'What is left of the fee after the cost of serving an order, even from prepared lists without any model.',
    weights: { margin: 1 },
    latencyBudgetMs: 250,
    minimumPlan: 'popular',
    modelChannel: 'latest',
  }),
}
