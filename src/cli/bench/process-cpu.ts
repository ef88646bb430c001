import { readdirSync, readFileSync } from 'node:fs'

/**
 * CPU time so far of some processes with all of their threads, ms, where the system tells (Linux); NaN elsewhere. A process that ended
 * counts as nothing.
 */
export function cpuMsOf(pids: readonly number[]): number {
  if (process.platform !== 'linux') return Number.NaN
  return pids.reduce((sum, pid) => sum + cpuMs(pid), 0)
}

function cpuMs(pid: number): number {
  try {
    const folder = `/proc/${pid}/task`
    // The first figure is time on a core, in ns (Documentation/scheduler/sched-stats.rst).
    const ofThread = (id: string) =>
      Number(readFileSync(`${folder}/${id}/schedstat`, 'latin1').split(' ')[0]) / 1e6
    return readdirSync(folder).reduce((sum, id) => sum + ofThread(id), 0)
  } catch {
    return 0
  }
}

/**
 * CPU time so far of a process and of all that it ever started, ms; NaN where the system does not tell. What has ended is in it, so that the
 * difference of two looks is what they used between, whoever came and went.
 */
export function familyCpuMs(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((sum, each) => sum + ticksOf(each, each === pid) * msATick, 0)
}

/** Of Linux on every machine that Node runs on. */
const msATick = 10

function ticksOf(pid: number, withEnded: boolean): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // utime, stime, and of children that ended cutime, cstime: fields 14 to 17 of proc(5).
    return fields.slice(11, withEnded ? 15 : 13).reduce((sum, ticks) => sum + Number(ticks), 0)
  } catch {
    return pid > 0 && process.platform === 'linux' ? 0 : Number.NaN
  }
}

/** What of a process's memory is its own, and its share of what it has in common with others (PSS), MiB; NaN where the system does not tell. */
export function memoryMibOf(pid: number): { readonly own: number; readonly proportional: number } {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1')
    const mib = (name: string) => {
      const kib = text.matchAll(new RegExp(`^${name}: +(\\d+) kB`, 'gm'))
      return [...kib].reduce((sum, [, value]) => sum + Number(value), 0) / 1024
    }
    return { own: mib('Private_Clean') + mib('Private_Dirty'), proportional: mib('Pss') }
  } catch {
    return { own: Number.NaN, proportional: Number.NaN }
  }
}

/** The processes that a process started; empty where the system does not tell. */
export function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim()
    return text === '' ? [] : text.split(' ').map(Number)
  } catch {
    return []
  }
}

/** Who started a process; null: not known here, such as one of another machine. */
export function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return null
  }
}
