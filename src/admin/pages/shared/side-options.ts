import type { Model, Profile } from '../../../client/index.ts'

interface Option {
  readonly value: string
  readonly label: string
}

/** Older revisions than these are reached by their links. */
const revisionsShown = 5

/** Everything that an analysis can name: what is live, drafts, and the latest revisions before. */
export function profileOptions(profiles: readonly Profile[]): Option[] {
  const live = profiles
    .filter((profile) => profile.live)
    .map(({ key, isDefault }) => ({ value: key, label: isDefault ? `${key} (default)` : key }))
  const drafts = profiles
    .filter((profile) => profile.draft)
    .map(({ key }) => ({ value: `draft:${key}`, label: `${key}, draft` }))
  const revisions = profiles.flatMap(({ key, live: now }) => {
    const before = (now?.revision ?? 1) - 1
    return Array.from({ length: Math.min(revisionsShown, before) }, (_, back) => ({
      value: `${key}@${before - back}`,
      label: `${key}, revision ${before - back}`,
    }))
  })
  return [...live, ...drafts, ...revisions]
}

export function modelOptions(models: readonly Pick<Model, 'version'>[]): Option[] {
  return [
    { value: '', label: 'the profile’s own model' },
    { value: 'none', label: 'no model' },
    ...models.map(({ version }) => ({ value: version, label: `model ${version}` })),
  ]
}

/** What a link names may be none of the options: it stays what it is. */
export const withOwn = (options: readonly Option[], own: string): readonly Option[] =>
  options.some(({ value }) => value === own) ? options : [...options, { value: own, label: own }]
