const storageKey = 'maitre.reloadedAt'
const atMostEveryMs = 10_000

/** A page of an earlier build asks for files that the service no longer has: then it is loaded anew, though not over and over. */
export function reloadWhenStale(): void {
  addEventListener('vite:preloadError', () => {
    const now = Date.now()
    if (now - Number(sessionStorage.getItem(storageKey) ?? 0) < atMostEveryMs) return
    sessionStorage.setItem(storageKey, String(now))
    location.reload()
  })
}
