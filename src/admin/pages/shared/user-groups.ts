/** How often guests had ordered, in words. */
export const userGroupLabels: Readonly<Record<'new' | 'regular' | 'heavy', string>> = {
  new: 'New: up to 2 orders',
  regular: 'Regular: 3 to 14',
  heavy: 'Heavy: more',
}

/** The same of a name from elsewhere. */
export const userGroupLabel = (group: string): string =>
  Object.hasOwn(userGroupLabels, group) ? userGroupLabels[group as keyof typeof userGroupLabels] : group
