type Vector = readonly number[]

/**
 * The volume that is at most as good as some point and better than `reference`, more being better: exact, for two dimensions by a sweep,
 * for three by slices (Zitzler and Thiele 1999). O(n log n) and O(n²).
 * @param points of the reference's length, 2 or 3
 */
export function hypervolume(points: readonly Vector[], reference: Vector): number {
  const above = points.filter((point) => point.every((value, k) => value > reference[k]!))
  return reference.length === 2 ? area([...above].sort(byFirst), reference) : volume(above, reference)
}

const byFirst = (a: Vector, b: Vector) => b[0]! - a[0]!

/** @param points by the first coordinate, the largest first */
function area(points: readonly Vector[], [x0, y0]: Vector): number {
  let covered = 0
  let top = y0!
  for (const point of points) {
    const y = point[1]!
    if (y <= top) continue
    covered += (point[0]! - x0!) * (y - top)
    top = y
  }
  return covered
}

function volume(points: readonly Vector[], reference: Vector): number {
  const z0 = reference[2]!
  const ordered = [...points].sort((a, b) => b[2]! - a[2]!)
  /** Those of the slices so far, by the first coordinate. */
  const slice: Vector[] = []
  return ordered.reduce((sum, point, n) => {
    const at = slice.findIndex((other) => byFirst(other, point) > 0)
    slice.splice(at < 0 ? slice.length : at, 0, point)
    const below = ordered[n + 1]?.[2] ?? z0
    return point[2] === below ? sum : sum + area(slice, reference) * (point[2]! - below)
  }, 0)
}
