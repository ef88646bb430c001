import type { Catalogue } from './catalogue.ts'

const kmPerDegree = 111.195
/** Places that are nearer to each other than this share a market. */
export const marketGapKm = 20
/** Towards the poles cells get no narrower than this, so that there are not ever more of them. */
const leastCosine = 0.05
const columnBits = 2 ** 21

/** Groups of restaurants that lie too far apart to have guests in common, but for those who travel. */
export interface Markets {
  readonly count: number
  /** by restaurant: its market, numbered by their first restaurants; −1: nobody knows where it is */
  readonly of: Int32Array
}

/**
 * Restaurants that are linked by steps of at most 20 km, or a little more, are one market: the earth is cut into cells of 20 km, and
 * cells with restaurants that touch belong together (single linkage on a grid). In time linear in the restaurants.
 */
export function marketsOf({ latitude, longitude }: Pick<Catalogue, 'latitude' | 'longitude'>): Markets {
  const cells = new Map<number, number>()
  const cellOf = Int32Array.from(latitude, (lat, i) => {
    if (Number.isNaN(lat)) return -1
    const row = rowOf(lat)
    const key = row * columnBits + columnOf(longitude[i]!, row)
    const cell = cells.get(key) ?? cells.size
    cells.set(key, cell)
    return cell
  })
  const parent = Int32Array.from({ length: cells.size }, (_, cell) => cell)
  for (const [key, cell] of cells) {
    for (const other of neighboursOf(key)) {
      const found = cells.get(other)
      if (found !== undefined) unite(parent, cell, found)
    }
  }
  const numbers = new Map<number, number>()
  const of = cellOf.map((cell) => {
    if (cell < 0) return -1
    const root = rootOf(parent, cell)
    const number = numbers.get(root) ?? numbers.size
    numbers.set(root, number)
    return number
  })
  return { count: numbers.size, of }
}

const rowOf = (lat: number) => Math.floor(((lat + 90) * kmPerDegree) / marketGapKm)

/** Columns of a row go round the earth in cells of equal width, as few as keep them at 20 km or more. */
function columnsOf(row: number): number {
  const lat = ((row + 0.5) * marketGapKm) / kmPerDegree - 90
  const cosine = Math.max(leastCosine, Math.cos((lat * Math.PI) / 180))
  return Math.max(1, Math.floor((360 * kmPerDegree * cosine) / marketGapKm))
}

function columnOf(lon: number, row: number): number {
  const columns = columnsOf(row)
  const turned = (((lon + 180) % 360) + 360) % 360
  return Math.min(columns - 1, Math.floor((turned / 360) * columns))
}

/** Of its own row and the next one, those that touch; the row before has this one for its next. */
function neighboursOf(key: number): number[] {
  const row = Math.floor(key / columnBits)
  const column = key % columnBits
  const columns = columnsOf(row)
  const above = columnsOf(row + 1)
  const keys = [row * columnBits + ((column + 1) % columns)]
  const from = Math.floor((column * above) / columns) - 1
  const to = Math.floor(((column + 1) * above) / columns) + 1
  for (let c = from; c <= to; c++) keys.push((row + 1) * columnBits + (((c % above) + above) % above))
  return keys
}

function rootOf(parent: Int32Array, cell: number): number {
  let at = cell
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!
    at = parent[at]!
  }
  return at
}

function unite(parent: Int32Array, a: number, b: number): void {
  const [x, y] = [rootOf(parent, a), rootOf(parent, b)]
  parent[Math.max(x, y)] = Math.min(x, y)
}
