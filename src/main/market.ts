import type { MarketModels } from '../relevance/market-models.ts'
import type { ModelRegistry } from '../relevance/registry.ts'

type Serving = Pick<ModelRegistry, 'channels' | 'get' | 'load'>

/**
 * The registry of a service that serves one market: what the market has of its own stands in for `latest`, as long as it has something.
 * @param market undefined: the service serves all
 */
export function servingMarket(registry: Serving, models: MarketModels, market: string | undefined): Serving {
  if (market === undefined) return registry
  return {
    get: registry.get,
    load: registry.load,
    async channels() {
      const [channels, own] = await Promise.all([registry.channels(), models.serving(market)])
      if (own === null) return channels
      return channels.map((state) => (state.channel === 'latest' ? { ...state, version: own } : state))
    },
  }
}
