import type { FrontierReport, SampledComparison } from '../../../client/index.ts'
import type { ScatterPoint } from '../../charts/scatter.tsx'
import { formatValue } from '../../text/format.ts'
import { objectiveColour, objectiveText, totalUnit } from '../../text/objectives.ts'
import { type ObjectiveKey, totalOf } from './trade-offs-state.ts'

type Weights = Readonly<Partial<Record<ObjectiveKey, number>>>

/** `Relevance 60 %, Revenue 40 %` */
export const weightsInWords = (weights: Weights): string =>
  Object.entries(weights)
    .filter(([, weight]) => weight >= 0.0005)
    .map(([key, weight]) => `${objectiveText(key).label} ${formatValue(weight, 'share')}`)
    .join(', ')

export const pointId = (index: number) => `point-${index}`

/** @returns −1 for what is no point of the frontier */
export const indexOfPoint = (id: string): number =>
  id.startsWith('point-') ? Number(id.slice('point-'.length)) : -1

/** The frontier's points, with a third objective as a colour, and the live profiles, marked. */
export function scatterPoints(
  report: FrontierReport,
  standing: SampledComparison | undefined,
): ScatterPoint[] {
  const [x = 'relevance', y = 'revenue', third] = report.objectives
  const level = levelOf(report, third)
  const points = report.points.flatMap(({ weights, totals }, index): ScatterPoint[] => {
    const [left, up] = [totals[x], totals[y]]
    if (left === undefined || up === undefined) return []
    const words = third
      ? `${weightsInWords(weights)}\n${objectiveText(third).label}: ${formatValue(totals[third], totalUnit(third))}`
      : weightsInWords(weights)
    return [{ id: pointId(index), label: words, x: left, y: up, colour: colourOf(third, level(totals)) }]
  })
  return [...points, ...together(profilePoints(standing, x, y))]
}

function profilePoints(
  standing: SampledComparison | undefined,
  x: ObjectiveKey,
  y: ObjectiveKey,
): ScatterPoint[] {
  return (standing?.sides ?? []).flatMap(({ name, totals }): ScatterPoint[] => {
    const [left, up] = [totals[totalOf[x]], totals[totalOf[y]]]
    if (!left || !up) return []
    const colour = 'var(--series-2)'
    return [{ id: `profile-${name}`, label: name, x: left.mean, y: up.mean, colour, isMarked: true }]
  })
}

/** Profiles whose lists come to the same share a mark, with all of their names. */
function together(points: readonly ScatterPoint[]): ScatterPoint[] {
  const byPlace = new Map<string, ScatterPoint>()
  for (const point of points) {
    const place = `${point.x.toPrecision(4)}/${point.y.toPrecision(4)}`
    const other = byPlace.get(place)
    byPlace.set(place, other ? { ...other, label: `${other.label}, ${point.label}` } : point)
  }
  return [...byPlace.values()]
}

/** The frontier with the profiles that lie in its range, or nearly so. */
export function withinFrontier(points: readonly ScatterPoint[]): ScatterPoint[] {
  const frontier = points.filter(({ isMarked }) => !isMarked)
  const isNear = (axis: 'x' | 'y') => {
    const values = frontier.map((point) => point[axis])
    const [low, high] = [Math.min(...values), Math.max(...values)]
    const margin = 0.3 * (high - low)
    return (point: ScatterPoint) => point[axis] >= low - margin && point[axis] <= high + margin
  }
  const [nearX, nearY] = [isNear('x'), isNear('y')]
  return points.filter((point) => !point.isMarked || (nearX(point) && nearY(point)))
}

/** Where a point lies between the least and the most of an objective, 0 to 1. */
function levelOf(report: FrontierReport, key: ObjectiveKey | undefined) {
  if (key === undefined) return () => 1
  const values = report.points.map(({ totals }) => totals[key] ?? 0)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return (totals: Weights) => (high > low ? ((totals[key] ?? 0) - low) / (high - low) : 1)
}

const colourOf = (key: ObjectiveKey | undefined, level: number) =>
  key === undefined
    ? 'var(--accent)'
    : `color-mix(in srgb, ${objectiveColour(key)} ${Math.round(15 + 85 * level)}%, var(--line))`
