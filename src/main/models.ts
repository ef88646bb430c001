import type { SnapshotSources } from '../serving/snapshot-store.ts'

/** No model is served yet: every channel is empty. */
export function createModelSource(): Pick<SnapshotSources, 'channels' | 'model'> {
  return {
    channels: async () => [],
    model: () => Promise.reject(new Error('there are no models')),
  }
}
