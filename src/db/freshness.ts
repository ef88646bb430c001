/** A position in the write-ahead log, in bytes from its beginning. */
export type WalPosition = number

/**
 * What a replica has to have replayed before it may be asked about a user: all that this process knows to have changed. A change is noted at once, and
 * its position is known once the primary was asked for its own after that; until then nobody but the primary may answer.
 */
export interface Freshness {
  changed(userIds: Iterable<string>): void
  changedAll(): void
  mayAnswer(userId: string, replayed: WalPosition): boolean
  /** Changes whose position is not known. */
  readonly hasOpen: boolean
  /** The furthest that anybody has to be. */
  readonly wanted: WalPosition
  /** Asks the primary for its position, and lays it down for all changes before the call. @throws what `ask` throws; then they stay open */
  locate(ask: () => Promise<WalPosition>): Promise<WalPosition>
  /** Some replica is so far: what that covers need not be remembered one by one. */
  reached(replayed: WalPosition): void
}

/**
 * @param maxUsers remembered one by one; with more, everybody has to wait for what the last of them needs
 */
export function createFreshness(maxUsers = 10_000): Freshness {
  const required = new Map<string, WalPosition>()
  let floor: WalPosition = 0
  let open = new Set<string>()
  // What was before this process is in nobody's memory, so a replica has to have all of it.
  let isAllOpen = true
  let locating: { readonly users: ReadonlySet<string>; readonly all: boolean } | undefined

  const openAll = () => {
    isAllOpen = true
    open.clear()
  }
  const bound = () => {
    if (required.size <= maxUsers) return
    floor = Math.max(floor, ...required.values())
    required.clear()
  }

  return {
    changed(userIds) {
      if (isAllOpen) return
      for (const userId of userIds) open.add(userId)
      if (open.size > maxUsers) openAll()
    },
    changedAll: openAll,
    mayAnswer(userId, replayed) {
      if (isAllOpen || locating?.all || replayed < floor) return false
      if (open.has(userId) || locating?.users.has(userId)) return false
      return (required.get(userId) ?? 0) <= replayed
    },
    get hasOpen() {
      return isAllOpen || open.size > 0
    },
    get wanted() {
      let wanted = floor
      for (const position of required.values()) wanted = Math.max(wanted, position)
      return wanted
    },
    async locate(ask) {
      const taken = { users: open, all: isAllOpen }
      locating = taken
      open = new Set()
      isAllOpen = false
      try {
        const position = await ask()
        if (taken.all) {
          floor = Math.max(floor, position)
          required.clear()
        } else {
          for (const userId of taken.users) required.set(userId, position)
          bound()
        }
        return position
      } catch (error) {
        if (taken.all) openAll()
        else this.changed(taken.users)
        throw error
      } finally {
        locating = undefined
      }
    },
    reached(replayed) {
      for (const [userId, position] of required) {
        if (position > replayed) continue
        required.delete(userId)
        // A replica that is not so far yet must not answer only because this one is.
        floor = Math.max(floor, position)
      }
    },
  }
}
