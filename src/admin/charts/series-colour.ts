/** The colour of the n-th of up to five things that are compared, by their order. */
export const seriesColour = (index: number): string => `var(--series-${(index % 5) + 1})`
