import { type ProfileSettings, profileSettingsSchema } from '../../src/profiles/schema.ts'

/** Settings that differ from the defaults only in what is given. */
export function settingsWith(given: Partial<ProfileSettings> = {}): ProfileSettings {
  return profileSettingsSchema.parse({
    stakeholder: 'Tests',
    description: 'made for a test',
    weights: { relevance: 1 },
    latencyBudgetMs: 100,
    ...given,
  })
}
