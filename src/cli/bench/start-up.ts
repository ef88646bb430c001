import type { Config } from '../../config.ts'
import { build } from '../../main.ts'
import { mainThreadCpuMs } from './cpu.ts'
import { spreadAsText, spreadOf } from './measure.ts'
import { type OnStep, silent } from './place.ts'
import type { Section } from './section.ts'

/** From nothing running to ready, PostgreSQL's own start included, on a database that has everything. */
export async function benchStartUp(config: Config, rounds: number, onProgress: OnStep): Promise<Section> {
  const times: number[] = []
  const cpu: number[] = []
  for (let round = 0; round < rounds; round++) {
    onProgress(`Measuring starts, ${round + 1} of ${rounds}`)
    const startMs = performance.now()
    const startCpuMs = mainThreadCpuMs()
    const service = await build(
      config,
      silent(() => {}),
    )
    times.push(performance.now() - startMs)
    cpu.push(mainThreadCpuMs() - startCpuMs)
    await service.close()
  }
  return {
    title: 'Start',
    head: ['starts', 'ms to ready', 'CPU ms'],
    rows: [[String(rounds), spreadAsText(spreadOf(times)), spreadAsText(spreadOf(cpu))]],
    note: 'A warm database, in a process whose code is loaded already (that takes about half a second more).',
  }
}
