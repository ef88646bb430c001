const words: Readonly<Record<string, string>> = {
  'no-model': 'No model: by popularity and own orders alone',
  'latency-budget': 'No plan fits the budget: the cheapest was taken',
  'user-history-stale': 'The database is away: what the guest did lately is not known',
  'database-unavailable': 'The database is away: this is from memory',
  'user-history-unavailable': 'The database is away: nothing is known of the guest',
}

/** What was missing when a list was made, in words. */
export const degradedInWords = (code: string): string => words[code] ?? code
