import { createProgress, type Progress } from './progress.ts'

export interface StartReport {
  /** A step of the start, told again as it advances. */
  step(name: string, done?: number, total?: number | null): void
  line(text: string): void
  end(): void
}

/** Says what a start is doing: a line a step, and a bar on a terminal for those that count. */
export function createStartReport(stream: NodeJS.WriteStream): StartReport {
  let current = ''
  let bar: Progress | undefined
  const endBar = () => {
    bar?.stop()
    bar = undefined
  }
  const line = (text: string) => {
    endBar()
    stream.write(`${text}\n`)
  }
  return {
    step(name, done, total = null) {
      if (name !== current) line(`${name} …`)
      current = name
      if (done === undefined) return
      bar ??= createProgress(name, total)
      bar.update(done, total ?? undefined)
    },
    line,
    end: endBar,
  }
}
