import type { Random } from '../src/numeric/random.ts'
import type { Location } from '../src/schema/primitives.ts'
import { cityCentre } from './options.ts'
import { pickIndex } from './sampling.ts'

/** A district: its middle as km east and north of the city's centre, its reach, and what it is full of. */
export interface District {
  readonly name: string
  readonly eastKm: number
  readonly northKm: number
  /** standard deviation of places round the middle */
  readonly spreadKm: number
  /** relative numbers of restaurants, homes and work places */
  readonly kitchens: number
  readonly homes: number
  readonly offices: number
  /** how much dearer than the city, on the logarithmic scale of spend */
  readonly dearness: number
}

const district = (
  name: string,
  [eastKm, northKm, spreadKm]: readonly [number, number, number],
  [kitchens, homes, offices]: readonly [number, number, number],
  dearness: number,
): District => ({ name, eastKm, northKm, spreadKm, kitchens, homes, offices, dearness })

/** The sea is to the west. */
export const districts: readonly District[] = [
  district('Ribeira Velha', [0.8, 0.3, 0.44], [16, 5, 8], 0.15),
  district('Cais do Sal', [0.6, -1.7, 0.38], [11, 3, 6], 0.2),
  district('Mercado', [1.8, 0.8, 0.44], [13, 6, 9], 0),
  district('Santa Clara', [2.4, 2.1, 0.56], [9, 8, 6], 0.05),
  district('Alto do Farol', [0.9, 3.4, 0.62], [6, 5, 2], 0.3),
  district('Jardim das Amoras', [3.3, 0.2, 0.62], [7, 8, 5], 0.1),
  district('Estação', [3, -1.5, 0.5], [8, 6, 8], -0.1),
  district('Bairro das Olarias', [1.8, -3.2, 0.56], [7, 9, 3], -0.1),
  district('Praia Nova', [0.4, 5.8, 0.75], [6, 6, 1], 0.15),
  district('Fonte Nova', [4.9, 2, 0.75], [5, 9, 3], 0),
  district('Universidade', [5.4, -0.9, 0.62], [7, 8, 7], -0.2),
  district('Monte Verde', [4.3, 4.3, 0.88], [3, 7, 1], 0.25),
  district('Vale dos Moinhos', [7.2, 0.9, 0.88], [3, 8, 2], -0.05),
  district('Parque das Azenhas', [6.8, -3, 0.75], [4, 3, 10], 0.05),
  district('São Brás', [3.9, -4.5, 0.75], [4, 9, 3], -0.15),
  district('Quinta do Pinhal', [8.4, 3.6, 1], [2, 6, 1], 0.05),
  district('Olival', [9.6, -1.4, 1], [2, 7, 2], -0.1),
  district('Salinas', [1.5, -6.4, 0.88], [2, 5, 3], -0.05),
]

/** A point as km east (x) and north (y) of the centre. */
export interface Point {
  readonly x: number
  readonly y: number
}

const kmPerDegree = 111.195
const kmPerDegreeEast = kmPerDegree * Math.cos((cityCentre.lat * Math.PI) / 180)

/** Five decimals, about a metre: a place is where its published coordinates say. */
export function locationOf(point: Point): Location {
  const degrees = (value: number) => Math.round(value * 1e5) / 1e5
  return {
    lat: degrees(cityCentre.lat + point.y / kmPerDegree),
    lon: degrees(cityCentre.lon + point.x / kmPerDegreeEast),
  }
}

/** On the plane that touches the city's centre; within 0.1 % of the great circle this close to it. */
export function pointOf(location: Location): Point {
  return {
    x: (location.lon - cityCentre.lon) * kmPerDegreeEast,
    y: (location.lat - cityCentre.lat) * kmPerDegree,
  }
}

/** A district by its number of kitchens, homes or offices, and a point in it that is not in the sea. */
export function settle(
  random: Random,
  what: 'kitchens' | 'homes' | 'offices',
): { district: number; location: Location } {
  const index = pickIndex(random, weightsOf[what])
  const { eastKm, northKm, spreadKm } = districts[index]!
  const x = eastKm + spreadKm * random.normal()
  const y = northKm + spreadKm * random.normal()
  return { district: index, location: locationOf({ x: x < -0.1 ? 0.1 - x : x, y }) }
}

const weightsOf = {
  kitchens: districts.map((entry) => entry.kitchens),
  homes: districts.map((entry) => entry.homes),
  offices: districts.map((entry) => entry.offices),
}
