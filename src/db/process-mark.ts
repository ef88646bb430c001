import { readFileSync } from 'node:fs'

/**
 * `<pid> <when it started>`: tells a process from a later one that got the same number, as happens after a reboot or in a container
 * that starts anew. Where the start can't be read (no /proc), the pid alone.
 */
export function processMark(pid: number): string {
  return `${pid} ${startOf(pid)}`.trim()
}

/** True while the process that the mark was made for lives. */
export function isLiving(mark: string): boolean {
  const [pid, start] = mark.trim().split(' ')
  if (!isAlive(Number(pid))) return false
  return start === undefined || start === startOf(Number(pid))
}

/** True when a process has this number, whoever's it is. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** False only when it is known to run something else. */
export function mayRun(pid: number, program: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === program
  } catch {
    return true
  }
}

/** Clock ticks after the boot; '' where unknown. */
function startOf(pid: number): string {
  try {
    // The name in parentheses may hold blanks and parentheses itself; the start is the 20th field after it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
