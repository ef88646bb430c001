import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { InvalidArgumentError } from 'commander'
import type { LoopReport } from '../../jobs/loop/loop-report.ts'
import { runLoops } from '../../jobs/loop/loop-threads.ts'
import { defaultLoopOptions, type LoopMode, loopModes, withoutModel } from '../../jobs/loop/options.ts'
import { shippedProfiles } from '../../profiles/shipped.ts'
import type { Command } from '../command.ts'
import { chartColours, renderLineCharts } from '../line-charts.ts'
import { loopCharts, renderLoop } from '../loop-report.ts'
import { readShare, readTemperature, readWhole } from '../options.ts'
import { createProgress } from '../progress.ts'

interface Options {
  readonly rounds: number
  readonly daysPerRound: number
  readonly daysBefore: number
  readonly restaurants: number
  readonly users: number
  readonly cities: number
  readonly seed: number
  readonly profiles: readonly string[]
  readonly modes: readonly LoopMode[]
  readonly listShare: number
  readonly temperature: number
  readonly newShare: number
  readonly threads: number
  readonly svg?: string
  readonly json?: true
}

/** `simulate loop`: what happens when a recommender learns from what it brought about. */
export const simulate: Command = {
  register(program) {
    const was = defaultLoopOptions
    program
      .command('simulate')
      .description('try things out in the simulated city')
      .showHelpAfterError()
      .command('loop')
      .description(
        'recommend, let users choose, train on what they did, again and again: how fast the rich get richer with each profile, and what floors and exploration cost; needs no database',
      )
      .option('--rounds <n>', 'the model is trained anew after each', readWhole(2, 200), was.rounds)
      .option('--days-per-round <n>', 'days', readWhole(1, 90), was.daysPerRound)
      .option(
        '--days-before <n>',
        'days that users live through before the loop',
        readWhole(20, 365),
        was.daysBefore,
      )
      .option('--profiles <list>', 'that ship, such as sales,manager', readProfiles, was.profiles)
      .option(
        '--modes <list>',
        `any of ${loopModes.join(', ')}; both: exploration and floors`,
        readModes,
        was.modes,
      )
      .option('--restaurants <n>', 'of a city', readWhole(50, 5000), was.restaurants)
      .option('--users <n>', 'of a city', readWhole(100, 20_000), was.users)
      .option('--cities <n>', 'that intervals are made over', readWhole(1, 50), was.seeds.length)
      .option('--seed <n>', 'of the first city', readWhole(0, 4_000_000_000), 1)
      .option('--list-share <share>', 'of sessions that begin with a list', readShare, was.listShare)
      .option('--temperature <t>', 'of exploration', readTemperature, was.temperature)
      .option('--new-share <share>', 'floor of exposure for new places', readShare, was.newShare)
      .option('--threads <n>', 'that work at once', readWhole(1, 64), Math.min(8, availableParallelism()))
      .option('--svg <file>', 'draws the rounds')
      .option('--json', 'one JSON line')
      .action(run)
  },
}

async function run({ cities, seed, svg, json, threads, ...rest }: Options): Promise<void> {
  const options = { ...rest, seeds: Array.from({ length: cities }, (_, n) => seed + n) }
  const progress = createProgress('Rounds', null)
  try {
    let last = -1
    const report = await runLoops({
      options,
      threads,
      onProgress(done, of) {
        progress.update(done, last === of ? undefined : of)
        last = of
      },
    })
    progress.stop()
    if (svg !== undefined) await writeFile(svg, chartsOf(report))
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : renderLoop(report))
  } finally {
    progress.stop()
  }
}

const dashes: Readonly<Record<LoopMode, string | null>> = {
  shipped: null,
  exploration: '2 3',
  floors: '9 3',
  both: '5 3',
}

/** A colour a profile, a way to dash a mode; as it ships drawn through. */
function chartsOf({ options, variants }: LoopReport): string {
  const keys = [null, withoutModel, ...options.profiles]
  const charts = loopCharts.map(({ key, title }) => ({
    title,
    lines: variants
      .map(({ name, profile, mode, rounds }) => ({
        name,
        colour: chartColours[keys.indexOf(profile) % chartColours.length]!,
        dash: mode === null ? null : dashes[mode],
        values: rounds.map((round) => round[key]?.mean ?? null),
      }))
      .filter(({ values }) => values.some((value) => value !== null)),
  }))
  return renderLineCharts('Recommend, choose, train: round by round', charts, 'round')
}

function readProfiles(text: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  const faulty = names.find((name) => !(name in shippedProfiles))
  if (faulty === undefined) return [...new Set(names)]
  throw new InvalidArgumentError(`“${faulty}” is none of ${Object.keys(shippedProfiles).join(', ')}.`)
}

function readModes(text: string): LoopMode[] {
  const names = text.split(',').map((name) => name.trim())
  const known = loopModes.filter((mode) => names.includes(mode))
  if (known.length > 0 && names.every((name) => loopModes.some((mode) => mode === name))) return known
  throw new InvalidArgumentError(`Any of ${loopModes.join(', ')}, with commas between them.`)
}
