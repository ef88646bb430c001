import { resolveOptions } from '../../../seed/options.ts'
import { makeWorld } from '../../../seed/world.ts'
import { buildCatalogue } from '../../catalog/build-catalogue.ts'
import { type Restaurant, restaurantSchema } from '../../catalog/schema.ts'
import { emptyHistory } from '../../interactions/history.ts'
import { createRandom } from '../../numeric/random.ts'
import { defaultProfileKey, shippedProfiles } from '../../profiles/shipped.ts'
import { neutralScales } from '../../ranking/objectives/objectives.ts'
import { rank } from '../../ranking/pipeline.ts'
import type { RankingRequest, RankingWorld } from '../../ranking/types.ts'
import { createDemand } from '../../relevance/demand.ts'
import { mainThreadCpuMs } from './cpu.ts'
import { fitSlope } from './load/slope.ts'
import type { Section } from './section.ts'

const perCity = 10_000
const requests = 200
const endAtMs = Date.UTC(2026, 5, 1)

interface Scaled {
  readonly size: number
  readonly buildMs: number
  readonly bytesEach: number
  readonly rankUs: number
}

/**
 * What a request costs, and a restaurant takes, as the catalogue grows: cities of 10,000 restaurants side by side, without database or HTTP.
 * @param sizes ascending
 */
export function benchScale(sizes: readonly number[]): Section {
  const city = makeWorld(resolveOptions({ restaurants: perCity, users: 1, endAtMs })).places.map(({ row }) =>
    restaurantSchema.parse({ ...row, updatedAt: row.listedAt }),
  )
  const measured = sizes.map((size) => measureSize(city, size))
  const exponent = fitSlope(
    measured.map(({ size }) => Math.log(size)),
    measured.map(({ rankUs }) => Math.log(rankUs)),
  ).value
  return {
    title: 'Cost as the catalogue grows',
    head: ['restaurants', 'CPU µs a ranking', 'bytes a restaurant', 'ms to lay out', ''],
    rows: measured.map(({ size, rankUs, bytesEach, buildMs }) => [
      size.toLocaleString('en'),
      rankUs.toFixed(0),
      bytesEach.toFixed(0),
      buildMs.toFixed(0),
      '█'.repeat(Math.max(1, Math.round((20 * rankUs) / Math.max(...measured.map((row) => row.rankUs))))),
    ]),
    note: `Cities of ${perCity.toLocaleString('en')} side by side, \`popular@200\`, in memory alone. ${sizes.length > 1 ? `Cost of a ranking ∝ size^${exponent.toFixed(2)}, by least squares on the logarithms.` : ''}`.trim(),
  }
}

function measureSize(city: readonly Restaurant[], size: number): Scaled {
  const rows = Array.from({ length: size }, (_, n) => inCity(city[n % perCity]!, Math.floor(n / perCity), n))
  globalThis.gc?.()
  const before = process.memoryUsage()
  const startMs = performance.now()
  const catalogue = buildCatalogue(rows)
  const demand = createDemand(catalogue)
  const buildMs = performance.now() - startMs
  globalThis.gc?.()
  const after = process.memoryUsage()
  const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
  const world: RankingWorld = { catalogue, demand, model: null, scales: neutralScales, planQualities: [] }
  const random = createRandom(1)
  const asked = Array.from({ length: requests }, () => requestAt(rows[random.int(size)]!, size))
  for (const request of asked) rank(world, request)
  const startCpuMs = mainThreadCpuMs()
  for (const request of asked) rank(world, request)
  return {
    size,
    buildMs,
    bytesEach: Math.max(0, grown) / size,
    rankUs: ((mainThreadCpuMs() - startCpuMs) * 1000) / requests,
  }
}

/** The same city elsewhere: a degree farther for each, on a grid. */
function inCity(row: Restaurant, city: number, n: number): Restaurant {
  const { location } = row
  return {
    ...row,
    id: `r-${String(n).padStart(7, '0')}`,
    location: location && { lat: location.lat - (city % 40), lon: location.lon + Math.floor(city / 40) },
  }
}

function requestAt({ location }: Restaurant, seed: number): RankingRequest {
  return {
    history: emptyHistory,
    likedCuisines: [],
    maxPriceLevelLiked: 0,
    origins: location ? [location] : [],
    atMs: endAtMs,
    radiusKm: null,
    filters: { cuisines: null, maxPriceLevel: 0, openNow: false, exclude: new Set() },
    limit: 10,
    profile: shippedProfiles[defaultProfileKey]!,
    plan: { name: 'popular', candidates: 200 },
    candidates: null,
    seed,
  }
}
