import { z } from 'zod'

/** What an analysis can name: a live profile, one of its revisions, or its draft. */
export type ProfileReference =
  | { readonly kind: 'live'; readonly key: string }
  | { readonly kind: 'revision'; readonly key: string; readonly revision: number }
  | { readonly kind: 'draft'; readonly key: string }

const pattern = /^(draft:)?([a-z0-9][a-z0-9-]{0,59})(?:@([1-9]\d{0,8}))?$/

/** `sales`, `sales@3` or `draft:sales`. @returns null for anything else */
export function parseReference(text: string): ProfileReference | null {
  const [, draft, key, revision] = pattern.exec(text) ?? []
  if (key === undefined || (draft && revision)) return null
  if (draft) return { kind: 'draft', key }
  return revision ? { kind: 'revision', key, revision: Number(revision) } : { kind: 'live', key }
}

const words = { error: 'names no profile; write a key, key@revision or draft:key' }

export const profileReferenceSchema = z
  .string(words)
  .refine((text) => parseReference(text) !== null, words)
  .meta({ description: 'A profile by its key, a revision as `key@3`, or a draft as `draft:key`.' })
