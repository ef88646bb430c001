import { parentPort, workerData } from 'node:worker_threads'
import { createRestaurantStore } from '../src/catalog/restaurant-store.ts'
import { openDatabase } from '../src/db/client.ts'
import { createInteractionStore } from '../src/interactions/interaction-store.ts'
import { createUserStore } from '../src/users/user-store.ts'
import { seedDatabase } from './seed-database.ts'
import type { SeedMessage, SeedTask } from './seed-in-thread.ts'
import type { WrittenCity } from './write-city.ts'

const say = (message: SeedMessage) => parentPort?.postMessage(message)

async function run(): Promise<WrittenCity | null> {
  const { databaseUrl, options } = workerData as SeedTask
  // One holds the lock, two write, and one is to spare for the questions in between.
  const database = openDatabase({ url: databaseUrl, poolSize: 4 })
  const stores = {
    restaurants: createRestaurantStore({ database }),
    users: createUserStore({ database }),
    interactions: createInteractionStore({ database }),
  }
  const onProgress = (done: number, total: number) => say({ kind: 'progress', done, total })
  return seedDatabase({ database, stores, options, onProgress }).finally(() => database.close())
}

try {
  say({ kind: 'done', written: await run() })
} catch (error) {
  say({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}
