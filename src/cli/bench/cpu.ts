import { readFileSync } from 'node:fs'

/**
 * CPU time of this process's main thread so far, ms, where the system tells (Linux); elsewhere that of all its threads. Other threads
 * (the load generator's) and other processes don't count, so on a machine that has other things to do it says more than the time that passed.
 */
export function mainThreadCpuMs(): number {
  try {
    // The first figure is time on a core, in ns (Documentation/scheduler/sched-stats.rst).
    const [onCoreNs] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ')
    return Number(onCoreNs) / 1e6
  } catch {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
}
