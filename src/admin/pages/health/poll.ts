/** How often what changes all the time is asked for, and what changes once a day. */
const everyMs = { often: 5000, seldom: 60_000 }

/** For `useQuery`: asks again while the page refreshes by itself. */
export const poll = (isLive: boolean, pace: keyof typeof everyMs = 'often') => ({
  pollMs: () => (isLive ? everyMs[pace] : null),
})
