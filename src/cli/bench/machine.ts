import { cpus, loadavg, totalmem } from 'node:os'

/** What a table was measured on: processor, cores, memory, Node and how busy it is. */
export function machineNow(): string {
  const cores = cpus()
  const gib = (totalmem() / 1024 ** 3).toFixed(0)
  const load = loadavg()[0]!.toFixed(1)
  return `${cores[0]?.model.trim() ?? 'unknown'}, ${cores.length} cores, ${gib} GiB, Node ${process.version}; load average ${load}`
}
