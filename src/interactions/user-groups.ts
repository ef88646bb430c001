/** Users by the orders that they had made before. */
export const userGroups = ['new', 'regular', 'heavy'] as const
export type UserGroup = (typeof userGroups)[number]

/** Up to 2 orders before, up to 14, more. */
export const userGroupOf = (ordersBefore: number): UserGroup =>
  ordersBefore <= 2 ? 'new' : ordersBefore <= 14 ? 'regular' : 'heavy'
