import { useSyncExternalStore } from 'react'

/** Whether the service answers, for the whole page. */
export type Connection = 'up' | 'away'

const askEveryMs = 1500

let state: Connection = 'up'
let isAsking = false
const listeners = new Set<() => void>()
const backListeners = new Set<() => void>()

function become(next: Connection): void {
  if (state === next) return
  state = next
  for (const listener of listeners) listener()
  if (next === 'up') for (const listener of backListeners) listener()
}

/** Told by whoever got no answer; from then on the service is asked until it is ready again. */
export function reportAway(): void {
  become('away')
  if (isAsking) return
  isAsking = true
  setTimeout(() => void ask(), askEveryMs)
}

async function ask(): Promise<void> {
  const isReady = await fetch('/health/ready', { cache: 'no-store' })
    .then((response) => response.ok)
    .catch(() => false)
  if (!isReady) {
    setTimeout(() => void ask(), askEveryMs)
    return
  }
  isAsking = false
  become('up')
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useConnection = (): Connection => useSyncExternalStore(subscribe, () => state)

/** Calls `listener` whenever the service is back. @returns stops that */
export function onBack(listener: () => void): () => void {
  backListeners.add(listener)
  return () => backListeners.delete(listener)
}
