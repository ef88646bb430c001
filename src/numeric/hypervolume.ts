type Vector = readonly number[]

/**
 * The volume that is at most as good as some point and better than `reference`, more being better: exact, for two dimensions by a sweep,
 * for three by slices (Zitzler and Thiele 1999). O(n log n) and O(n² log n).
 * @param points of the reference's length, 2 or 3
 */
export function hypervolume(points: readonly Vector[], reference: Vector): number {
  const above = points.filter((point) => point.every((value, k) => value > reference[k]!))
  return reference.length === 2 ? area(above, reference) : volume(above, reference)
}

function area(points: readonly Vector[], [x0, y0]: Vector): number {
  let covered = 0
  let top = y0!
  for (const [x, y] of [...points].sort((a, b) => b[0]! - a[0]!)) {
    if (y! <= top) continue
    covered += (x! - x0!) * (y! - top)
    top = y!
  }
  return covered
}

function volume(points: readonly Vector[], reference: Vector): number {
  const z0 = reference[2]!
  const ordered = [...points].sort((a, b) => b[2]! - a[2]!)
  return ordered.reduce((sum, point, n) => {
    const below = ordered[n + 1]?.[2] ?? z0
    return point[2] === below ? sum : sum + area(ordered.slice(0, n + 1), reference) * (point[2]! - below)
  }, 0)
}
