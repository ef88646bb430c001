export interface Closers {
  /** Registers how to undo what was just opened. */
  defer(name: string, close: () => unknown): void
  /** Closes everything, the last opened first, each whatever became of the others; the second call waits for the first. */
  close(): Promise<void>
}

/** What opens registers its close beside it. */
export function createClosers(onError: (name: string, error: unknown) => void): Closers {
  const stack: { name: string; close: () => unknown }[] = []
  let closing: Promise<void> | undefined

  const closeAll = async () => {
    for (let entry = stack.pop(); entry; entry = stack.pop()) {
      try {
        await entry.close()
      } catch (error) {
        onError(entry.name, error)
      }
    }
  }

  return {
    defer: (name, close) => void stack.push({ name, close }),
    close() {
      closing ??= closeAll()
      return closing
    },
  }
}
