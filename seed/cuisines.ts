import type { HoursStyle } from './hours.ts'

/** Directions that people's tastes share; each cuisine lies somewhere along them. */
export const palateCount = 6

/**
 * What a kind of kitchen is like. `palates`: homely, meat, spice, light, sweet, trendy. `meals`: how well it suits breakfast, lunch,
 * afternoon, dinner and night, on the logarithmic scale.
 */
export interface Cuisine {
  readonly name: string
  /** relative number of restaurants */
  readonly share: number
  /** relative numbers at price levels 1 to 4 */
  readonly levels: readonly [number, number, number, number]
  /** median preparation */
  readonly minutes: number
  readonly hours: readonly HoursStyle[]
  readonly meals: readonly [number, number, number, number, number]
  readonly palates: readonly [number, number, number, number, number, number]
  /** second cuisines that such a place may have */
  readonly besides: readonly string[]
  /** change of demand over 120 days, on the logarithmic scale: fashions come and go */
  readonly trend: number
}

type Shape = Pick<Cuisine, 'hours' | 'meals'>

const meal: Shape = { hours: ['split', 'split', 'all-day'], meals: [-3, 0.3, -0.6, 0.4, -0.5] }
const quick: Shape = { hours: ['all-day', 'all-day', 'late'], meals: [-2.5, 0.2, 0, 0.2, 0.8] }
const evening: Shape = { hours: ['evening', 'split'], meals: [-3, -0.4, -0.8, 0.6, 0.3] }
const morning: Shape = { hours: ['morning', 'morning', 'all-day'], meals: [2, 0.1, 0.9, -1.2, -1.5] }
const midday: Shape = { hours: ['all-day', 'morning'], meals: [-1, 0.6, 0, 0, -0.8] }

const cuisine = (
  name: string,
  share: number,
  levels: Cuisine['levels'],
  minutes: number,
  shape: Shape,
  palates: Cuisine['palates'],
  besides: readonly string[] = [],
  trend = 0,
): Cuisine => ({ name, share, levels, minutes, ...shape, palates, besides, trend })

export const cuisines: readonly Cuisine[] = [
  cuisine('Portuguese', 18, [4, 8, 4, 1], 28, meal, [1.2, 0.5, 0, 0, 0, -0.6], ['Grill', 'Seafood']),
  cuisine('Seafood', 6, [0, 3, 6, 3], 32, meal, [0.6, -0.3, 0, 0.6, 0, 0], ['Portuguese', 'Grill']),
  cuisine('Grill', 7, [3, 7, 3, 0], 26, meal, [0.8, 1.2, 0.2, -0.5, 0, -0.4], ['Portuguese']),
  cuisine('Italian', 9, [1, 7, 5, 1], 24, meal, [0.5, 0, -0.4, 0, 0.3, 0], ['Pizza', 'Desserts']),
  cuisine('Pizza', 10, [4, 8, 1, 0], 18, quick, [0.2, 0.3, 0, -0.6, 0.3, 0], ['Italian']),
  cuisine('Burgers', 9, [4, 7, 2, 0], 16, quick, [-0.4, 1, 0, -0.8, 0.3, 0.4], ['Sandwiches'], -0.7),
  cuisine('Sushi', 8, [0, 5, 6, 2], 24, meal, [-0.7, -0.2, 0, 0.8, 0, 0.8], ['Poke']),
  cuisine('Ramen', 3, [1, 5, 2, 0], 18, meal, [-0.5, 0.3, 0.6, -0.2, 0, 1.1], ['Sushi'], 1.2),
  cuisine('Chinese', 6, [5, 6, 1, 0], 20, meal, [0.2, 0.3, 0.5, -0.2, 0, -0.4], ['Thai']),
  cuisine('Indian', 6, [3, 6, 2, 0], 26, meal, [0.2, 0, 1.2, 0, 0, 0], ['Vegan']),
  cuisine('Thai', 3, [1, 5, 3, 0], 22, meal, [-0.3, 0, 1.2, 0.4, 0, 0.4]),
  cuisine('Vietnamese', 2, [2, 4, 1, 0], 19, meal, [-0.2, 0, 0.6, 0.8, 0, 0.5]),
  cuisine('Mexican', 4, [3, 5, 1, 0], 17, quick, [-0.3, 0.6, 1.1, -0.3, 0, 0.4]),
  cuisine('Brazilian', 5, [3, 5, 2, 0], 24, meal, [0.7, 1, 0.2, -0.4, 0.2, -0.3], ['Grill']),
  cuisine('Lebanese', 3, [2, 5, 1, 0], 20, meal, [0.2, 0.3, 0.6, 0.6, 0, 0.1], ['Vegan']),
  cuisine('Cape Verdean', 2, [3, 3, 0, 0], 30, meal, [1.1, 0.3, 0.5, -0.2, 0, -0.3], ['Seafood']),
  cuisine('Vegan', 4, [1, 6, 2, 0], 20, midday, [-0.4, -1, 0.1, 1, 0, 0.4], ['Poke']),
  cuisine('Poke', 3, [1, 6, 1, 0], 12, midday, [-0.5, -0.3, 0.1, 1, 0, 0.7], ['Vegan'], 0.6),
  cuisine('Breakfast', 5, [4, 6, 1, 0], 14, morning, [-0.2, -0.3, -0.3, 0.4, 0.8, 0.7], ['Bakery']),
  cuisine(
    'Bakery',
    7,
    [8, 3, 0, 0],
    8,
    morning,
    [0.7, -0.3, -0.3, -0.2, 0.8, -0.3],
    ['Desserts', 'Breakfast'],
  ),
  cuisine('Desserts', 4, [4, 5, 1, 0], 12, quick, [0, -0.4, -0.3, -0.4, 1.1, 0.2], ['Bakery']),
  cuisine('Sandwiches', 5, [7, 3, 0, 0], 10, midday, [0.2, 0.5, -0.1, 0, 0, -0.1], ['Burgers']),
  cuisine('Steakhouse', 3, [0, 1, 5, 4], 30, evening, [0.1, 1.5, 0, -0.6, 0, 0.1], ['Grill']),
  cuisine('Tapas', 4, [0, 5, 5, 1], 20, evening, [0.3, 0.3, 0.1, 0, 0, 0.8], ['Seafood', 'Portuguese']),
]

export const cuisineCount = cuisines.length

export function cuisineNumber(name: string): number {
  const index = cuisines.findIndex((entry) => entry.name === name)
  if (index < 0) throw new RangeError(`${name} is no cuisine of this city`)
  return index
}
