import {
  type CollaborativeSettings,
  defaultCollaborativeSettings,
  isSmall,
} from './models/collaborative/settings.ts'

/** Restaurants for every direction that is kept, and how few directions there are at least; docs/relevance.md has what was tried. */
const restaurantsPerDirection = 100
const fewest = 32

/**
 * The spectral model's settings for one market of the order model. People of one city share fewer tastes than those of the sets that
 * the defaults were chosen on, which are of many cities: with more directions rows say more of single guests, cost more, and are worse.
 */
export function companySettings(users: number, restaurants: number): CollaborativeSettings {
  const settings = defaultCollaborativeSettings(users, restaurants)
  if (isSmall(restaurants)) return settings
  const rank = Math.max(fewest, Math.round(restaurants / restaurantsPerDirection / 8) * 8)
  return { ...settings, rank: Math.min(settings.rank, rank) }
}
