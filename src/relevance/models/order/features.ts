/**
 * The features of the order model in the order of their columns, each with the term of the explanation that it counts towards.
 * `own…` ones are 0 for a place the user never ordered from, `new…` ones are 0 for the others.
 */
export const orderFeatures = [
  { key: 'own', term: 'repeat' },
  { key: 'own-week', term: 'repeat' },
  { key: 'own-month', term: 'repeat' },
  { key: 'own-season', term: 'repeat' },
  { key: 'own-count', term: 'repeat' },
  { key: 'own-experience', term: 'repeat' },
  { key: 'own-last', term: 'recency' },
  { key: 'own-rank', term: 'recency' },
  { key: 'own-since', term: 'recency' },
  { key: 'own-gap', term: 'recency' },
  { key: 'own-sated', term: 'recency' },
  { key: 'own-hour', term: 'hour' },
  { key: 'own-rating', term: 'feedback' },
  { key: 'own-collaborative', term: 'similar' },
  { key: 'clicks', term: 'feedback' },
  { key: 'dismissed', term: 'feedback' },
  { key: 'popular-week', term: 'popularity' },
  { key: 'popular-month', term: 'popularity' },
  { key: 'popular-ever', term: 'popularity' },
  { key: 'never-ordered', term: 'popularity' },
  { key: 'hour', term: 'hour' },
  { key: 'cuisine-hour', term: 'hour' },
  { key: 'closed', term: 'hour' },
  { key: 'distance', term: 'distance' },
  { key: 'distance-km', term: 'distance' },
  { key: 'distance-unknown', term: 'distance' },
  { key: 'whereabouts', term: 'distance' },
  { key: 'distance-likely', term: 'distance' },
  { key: 'new-popular-week', term: 'popularity' },
  { key: 'new-popular-month', term: 'popularity' },
  { key: 'new-popular-ever', term: 'popularity' },
  { key: 'new-young', term: 'novelty' },
  { key: 'new-hour', term: 'hour' },
  { key: 'new-exploration', term: 'novelty' },
  { key: 'new-collaborative', term: 'similar' },
  { key: 'new-cuisine', term: 'cuisine' },
  { key: 'new-cuisine-company', term: 'cuisine' },
  { key: 'new-stated-cuisine', term: 'cuisine' },
  { key: 'new-brand', term: 'brand' },
  { key: 'new-price-gap', term: 'price' },
  { key: 'new-price-above', term: 'price' },
  { key: 'new-price-gap-squared', term: 'price' },
  { key: 'new-too-dear', term: 'price' },
  { key: 'new-distance', term: 'distance' },
  { key: 'new-distance-km', term: 'distance' },
  { key: 'new-rating', term: 'rating' },
  { key: 'new-rating-count', term: 'rating' },
] as const

export type FeatureKey = (typeof orderFeatures)[number]['key']
export type TermKey = (typeof orderFeatures)[number]['term']

export const featureCount = orderFeatures.length

/** Column of each feature. */
export const column = Object.fromEntries(orderFeatures.map(({ key }, i) => [key, i])) as Record<
  FeatureKey,
  number
>

/** What features are summed up under when a score is explained, in the order of their first features. */
export const terms: readonly TermKey[] = [...new Set(orderFeatures.map(({ term }) => term))]

/** By feature: which of the terms it belongs to. */
export const termOf = Int32Array.from(orderFeatures, ({ term }) => terms.indexOf(term))

/** Features before this column depend on the user, the restaurant and the moment alone and are 0 for new places. */
export const ownColumns = column['own-collaborative']
