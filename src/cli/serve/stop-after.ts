import type { Config } from '../../config.ts'

/** How long a stop may take before it is cut, ms: once more than requests may take, since the database has to stop too. */
export const stopAfterMs = (config: Pick<Config, 'shutdownDrainMs' | 'shutdownGraceMs'>): number =>
  config.shutdownDrainMs + config.shutdownGraceMs + 20_000
