/** One line; gaps where a value is null. */
export interface ChartLine {
  readonly name: string
  readonly colour: string
  /** lengths of dashes and gaps, such as `5 3`; null: drawn through */
  readonly dash: string | null
  readonly values: readonly (number | null)[]
}

export interface LineChart {
  readonly title: string
  readonly lines: readonly ChartLine[]
  /** where the values stand; left out: at 1, 2, 3 … */
  readonly x?: readonly Tick[]
  /** both axes: values are positive, and so is every x */
  readonly isLogarithmic?: boolean
}

export interface Tick {
  readonly at: number
  readonly label: string
}

/** Told apart by those who see colours differently too (Okabe and Ito, 2008). */
export const chartColours = [
  '#666666',
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
] as const

const width = 340
const height = 220
const margin = { left: 48, right: 12, top: 30, bottom: 26 }
const perRow = 2
const legendRow = 18

/** Small charts side by side over the same x (1, 2, 3 …), as one SVG text; the legend stands below, names once. */
export function renderLineCharts(title: string, charts: readonly LineChart[], xLabel: string): string {
  const names = [...new Map(charts.flatMap(({ lines }) => lines.map((line) => [line.name, line]))).values()]
  const top = 34
  const legendTop = top + Math.ceil(charts.length / perRow) * height + 14
  const columns = 3
  const total = {
    width: perRow * width,
    height: legendTop + Math.ceil(names.length / columns) * legendRow + 8,
  }
  const panels = charts.map(
    (chart, n) =>
      `<g transform="translate(${(n % perRow) * width},${top + Math.floor(n / perRow) * height})">${panel(chart, xLabel)}</g>`,
  )
  const legend = names.map((line, n) => {
    const x = margin.left + (n % columns) * ((total.width - margin.left) / columns)
    const y = legendTop + Math.floor(n / columns) * legendRow
    return `<line x1="${x}" y1="${y}" x2="${x + 22}" y2="${y}" ${stroke(line)}/>${label(x + 28, y + 4, line.name)}`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total.width} ${total.height}" width="${total.width}" height="${total.height}" font-family="system-ui, sans-serif" font-size="11" fill="#222" role="img" aria-label="${escaped(title)}">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    label(margin.left, 20, title, 'font-size="14" font-weight="600"'),
    ...panels,
    ...legend,
    '</svg>',
    '',
  ].join('\n')
}

function panel({ title, lines, x: given, isLogarithmic = false }: LineChart, xLabel: string): string {
  const along = isLogarithmic ? Math.log10 : (value: number) => value
  const scaled = lines.map((line) => ({
    ...line,
    values: line.values.map((value) => (value === null ? null : along(value))),
  }))
  const known = scaled.flatMap(({ values }) => values.filter((value) => value !== null))
  const ticks = niceTicks(Math.min(...known), Math.max(...known))
  const places = given ?? roundNumbers(Math.max(...lines.map(({ values }) => values.length)))
  const [first, last] = [along(places[0]?.at ?? 1), along(places.at(-1)?.at ?? 1)]
  const [low, high] = [ticks[0]!, ticks.at(-1)!]
  const x = (n: number) =>
    margin.left +
    (last > first ? (along(places[n]!.at) - first) / (last - first) : 0.5) *
      (width - margin.left - margin.right)
  const y = (value: number) =>
    margin.top + (1 - (value - low) / (high - low)) * (height - margin.top - margin.bottom)
  const grid = ticks.map(
    (tick) =>
      `<line x1="${margin.left}" y1="${y(tick).toFixed(1)}" x2="${width - margin.right}" y2="${y(tick).toFixed(1)}" stroke="#ddd"/>` +
      label(
        margin.left - 5,
        y(tick) + 4,
        shortNumber(isLogarithmic ? 10 ** tick : tick),
        'text-anchor="end"',
      ),
  )
  const names = places.map((tick, n) =>
    label(x(n), height - margin.bottom + 14, tick.label, 'text-anchor="middle"'),
  )
  const drawn = scaled.map((line) => `<path d="${pathOf(line.values, x, y)}" fill="none" ${stroke(line)}/>`)
  const axis = label(width - margin.right, height - 2, xLabel, 'text-anchor="end" fill="#666"')
  return [label(margin.left, 18, title, 'font-weight="600"'), ...grid, ...names, axis, ...drawn].join('')
}

/** Every second one where there are many. */
const roundNumbers = (count: number): Tick[] =>
  Array.from({ length: count }, (_, n) => ({
    at: n + 1,
    label: count > 12 && n % 2 === 1 ? '' : `${n + 1}`,
  }))

function pathOf(values: readonly (number | null)[], x: (n: number) => number, y: (value: number) => number) {
  let isOn = false
  const steps = values.map((value, n) => {
    const step = value === null ? '' : `${isOn ? 'L' : 'M'}${x(n).toFixed(1)} ${y(value).toFixed(1)}`
    isOn = value !== null
    return step
  })
  return steps.join('')
}

/** Four to eight round numbers that hold both ends. */
function niceTicks(low: number, high: number): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1]
  const range = high - low || Math.abs(high) || 1
  const power = 10 ** Math.floor(Math.log10(range / 4))
  const step = power * ([1, 2, 5, 10].find((factor) => range / (factor * power) <= 5) ?? 10)
  const first = Math.floor(low / step)
  const last = Math.max(first + 1, Math.ceil(high / step))
  return Array.from({ length: last - first + 1 }, (_, n) => (first + n) * step)
}

const shortNumber = (value: number) => String(Number(value.toPrecision(value >= 1000 ? 4 : 3)))
const stroke = ({ colour, dash }: ChartLine) =>
  `stroke="${colour}" stroke-width="1.8"${dash === null ? '' : ` stroke-dasharray="${dash}"`}`
const label = (x: number, y: number, text: string, more = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${more && ` ${more}`}>${escaped(text)}</text>`
const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
