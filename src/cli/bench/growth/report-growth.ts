import { chartColours, type LineChart, renderLineCharts } from '../../line-charts.ts'
import { spreadAsText } from '../measure.ts'
import type { Section } from '../section.ts'
import { exponentAsText, fitExponent } from './exponent.ts'
import { countedCity } from './plan-tasks.ts'
import type { CatalogueResult, GrowthResult, TrainingResult } from './run-growth.ts'

const shownPlans = ['popular@200', 'fast@200', 'full@200', 'full@1000'] as const

/** One line of growth: sizes ascending. */
interface Series<Result> {
  readonly name: string
  readonly results: readonly Result[]
}

export function growthSections(results: readonly GrowthResult[]): Section[] {
  const catalogues = catalogueSeries(results)
  const trainings = trainingSeries(results)
  return [
    requestsSection(catalogues),
    catalogueSection(catalogues),
    trainingSection(trainings),
    exponentsSection(catalogues, trainings),
  ].filter(({ rows }) => rows.length > 0)
}

function requestsSection(catalogues: readonly Series<CatalogueResult>[]): Section {
  return {
    title: 'A ranking, by the size of the catalogue',
    head: ['catalogue', 'restaurants', ...shownPlans.map((plan) => `${plan}, CPU µs`)],
    rows: catalogues.flatMap(({ name, results }) =>
      results.map(({ figures }) => [
        name,
        whole(figures.restaurants),
        ...shownPlans.map((plan) => {
          const us = figures.rankUs.find((each) => each.plan === plan)?.us
          return us ? spreadAsText(us) : '–'
        }),
      ]),
    ),
    note: 'In memory alone, one process a size, guests of all cities with the orders they made. Copies of a city stand a degree apart; in the one city places stand ever closer. Of unknown range: they do not say how far they deliver.',
  }
}

function catalogueSection(catalogues: readonly Series<CatalogueResult>[]): Section {
  return {
    title: 'What a restaurant takes',
    head: [
      'catalogue',
      'restaurants',
      'bytes each',
      'of the model, bytes each',
      'laid out, CPU µs each',
      'first ranking, CPU ms',
      'popular sorted anew, CPU ms',
    ],
    rows: catalogues.flatMap(({ name, results }) =>
      results.map(({ figures }) => [
        name,
        whole(figures.restaurants),
        figures.bytesEach > 0 ? figures.bytesEach.toFixed(0) : '–',
        figures.modelBytesEach.toFixed(0),
        ((1000 * figures.layOutMs) / figures.restaurants).toFixed(1),
        figures.firstMs.toFixed(0),
        figures.resortMs.toFixed(1),
      ]),
    ),
    note: 'Bytes are what heap and arrays grew by, after a collection: catalogue, demand and what rankings keep from one to the next; the model bound to the catalogue apart.',
  }
}

function trainingSection(trainings: readonly Series<TrainingResult>[]): Section {
  return {
    title: 'Training, by the number of orders',
    head: [
      'what',
      'orders',
      'restaurants',
      'CPU s',
      'CPU µs an order',
      'MiB before',
      'peak MiB',
      'peak bytes an order',
      'recall@20',
    ],
    rows: trainings.flatMap(({ name, results }) =>
      results.map(({ figures }) => [
        name,
        whole(figures.orders),
        whole(figures.restaurants),
        figures.cpuSeconds.toFixed(1),
        ((1e6 * figures.cpuSeconds) / figures.orders).toFixed(1),
        figures.dataMiB.toFixed(0),
        figures.peakMiB.toFixed(0),
        ((figures.peakMiB * 2 ** 20) / figures.orders).toFixed(0),
        figures.recall === null ? '–' : figures.recall.toFixed(3),
      ]),
    ),
    note: 'One thread, without PostgreSQL; cities of 4,000, of 5,000 for the spectral model. Before: catalogue, users and orders, of which 33 bytes an order are the orders. Recall is of later first-time orders of 2,000 users, among all restaurants.',
  }
}

function exponentsSection(
  catalogues: readonly Series<CatalogueResult>[],
  trainings: readonly Series<TrainingResult>[],
): Section {
  const rows: string[][] = []
  const add = (what: string, all: readonly number[], costs: readonly number[]) => {
    // A collection in between can make what little there is less than nothing.
    const sizes = all.filter((_, n) => costs[n]! > 0)
    if (sizes.length < 2) return
    const exponent = fitExponent(
      sizes,
      costs.filter((cost) => cost > 0),
    )
    rows.push([what, `${whole(sizes[0]!)} – ${whole(sizes.at(-1)!)}`, exponentAsText(exponent)])
  }
  for (const { name, results } of catalogues) {
    const sizes = results.map(({ figures }) => figures.restaurants)
    for (const plan of shownPlans)
      add(
        `a ranking, ${plan}; ${name}`,
        sizes,
        results.map((result) => usOf(result, plan) ?? Number.NaN),
      )
    add(
      `memory; ${name}`,
      sizes,
      results.map(({ figures }) => figures.bytesEach * figures.restaurants),
    )
    add(
      `laying out; ${name}`,
      sizes,
      results.map(({ figures }) => figures.layOutMs),
    )
  }
  for (const { name, results } of trainings) {
    const sizes = results.map(({ figures }) => figures.orders)
    add(
      `CPU; ${name}`,
      sizes,
      results.map(({ figures }) => figures.cpuSeconds),
    )
    add(
      `peak memory; ${name}`,
      sizes,
      results.map(({ figures }) => figures.peakMiB),
    )
  }
  return {
    title: 'Exponents',
    head: ['cost', 'sizes', 'exponent [95 %]'],
    rows,
    note: 'cost ∝ size^exponent, by least squares on the logarithms, intervals by Student’s t: 0 is flat, 1 linear. With two sizes there is no interval.',
  }
}

/** The same as curves, both axes logarithmic. */
export function growthCharts(results: readonly GrowthResult[]): string {
  const catalogues = catalogueSeries(results)
  const trainings = trainingSeries(results)
  const charts = [
    ...shownPlans
      .slice(0, 3)
      .map((plan) =>
        chart(`${plan}, CPU µs a ranking, by restaurants`, catalogues, (result) => [
          result.figures.restaurants,
          usOf(result, plan),
        ]),
      ),
    chart('Memory, MiB, by restaurants', catalogues, ({ figures }) => [
      figures.restaurants,
      (figures.bytesEach * figures.restaurants) / 2 ** 20,
    ]),
    chart('Training, CPU s, by orders', trainings, ({ figures }) => [figures.orders, figures.cpuSeconds], 3),
    chart('Training, peak MiB, by orders', trainings, ({ figures }) => [figures.orders, figures.peakMiB], 3),
  ].filter(({ lines }) => lines.length > 0)
  return renderLineCharts('What grows with the work', charts, '')
}

function chart<Result>(
  title: string,
  series: readonly Series<Result>[],
  pointOf: (result: Result) => readonly [number, number | undefined],
  firstColour = 0,
): LineChart {
  const sizes = [
    ...new Set(series.flatMap(({ results }) => results.map((result) => pointOf(result)[0]))),
  ].sort((a, b) => a - b)
  return {
    title,
    isLogarithmic: true,
    x: sizes.map((at) => ({ at, label: short(at) })),
    lines: series
      .filter(({ results }) => results.length > 0)
      .map(({ name, results }, n) => ({
        name,
        colour: chartColours[(firstColour + n) % chartColours.length]!,
        dash: null,
        values: sizes.map((size) => {
          const value = results.map(pointOf).find(([at]) => at === size)?.[1]
          return value !== undefined && value > 0 ? value : null
        }),
      })),
  }
}

function catalogueSeries(results: readonly GrowthResult[]): Series<CatalogueResult>[] {
  const all = results.filter((result): result is CatalogueResult => result.task.kind === 'catalogue')
  const known = all.filter(({ task }) => !task.hasUnknownRanges)
  return withSome([
    { name: 'cities of 1,000', results: known.filter(({ task }) => task.perCity <= 1000) },
    { name: 'cities of 10,000', results: known.filter(({ task }) => task.perCity === 10_000) },
    {
      name: 'one city',
      results: known.filter(({ task }) => task.perCity === task.restaurants && task.restaurants >= 1000),
    },
    {
      name: 'the same, 2 % of unknown range',
      results: all.filter(({ task }) => task.hasUnknownRanges),
    },
  ])
}

function trainingSeries(results: readonly GrowthResult[]): Series<TrainingResult>[] {
  const all = results.filter((result): result is TrainingResult => result.task.kind !== 'catalogue')
  const operators = (test: (perCity: number, byMarket: boolean) => boolean) =>
    all.filter(({ task }) => task.kind === 'operator' && test(task.perCity, task.byMarket))
  return withSome([
    { name: 'company counted', results: operators((perCity) => perCity === countedCity) },
    {
      name: 'company, spectral',
      results: operators((perCity, byMarket) => perCity !== countedCity && byMarket),
    },
    { name: 'spectral, all in one fit', results: operators((_, byMarket) => !byMarket) },
    { name: 'a whole model', results: all.filter(({ task }) => task.kind === 'model') },
  ])
}

const withSome = <Result>(series: readonly Series<Result>[]) =>
  series.filter(({ results }) => results.length > 0)
const usOf = ({ figures }: CatalogueResult, plan: string) =>
  figures.rankUs.find((each) => each.plan === plan)?.us.median
const whole = (value: number) => value.toLocaleString('en')
const short = (value: number) => (value >= 1e6 ? `${value / 1e6}M` : `${value / 1e3}k`)
