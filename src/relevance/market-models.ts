import type { Database } from '../db/client.ts'
import type { Queryable } from '../db/queryable.ts'

/** The version that each market has of its own, by the restaurant that names the market. */
export interface MarketModels {
  /** null: the market has none of its own */
  serving(market: string): Promise<string | null>
  /** @param client inside a transaction of the caller's */
  serve(client: Queryable, market: string, version: string, change: { by: string; at: Date }): Promise<void>
  list(): Promise<{ readonly market: string; readonly version: string }[]>
}

export function createMarketModels({ pool }: Pick<Database, 'pool'>): MarketModels {
  return {
    async serving(market) {
      const { rows } = await pool.query<{ version: string }>(
        'SELECT version FROM market_models WHERE market = $1',
        [market],
      )
      return rows[0]?.version ?? null
    },
    async serve(client, market, version, { by, at }) {
      await client.query(
        `INSERT INTO market_models (market, version, changed_at, changed_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT (market) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
        [market, version, at, by],
      )
    },
    async list() {
      const { rows } = await pool.query<{ market: string; version: string }>(
        'SELECT market, version FROM market_models ORDER BY market',
      )
      return rows
    },
  }
}
