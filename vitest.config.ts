import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-postgres.ts'],
    setupFiles: ['test/support/property-seed.ts'],
    // Limits of patience, not promises: a machine that others use too may need ten times as long as a quiet one.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000, interval: 20 } },
    // Two cores are what we have everywhere; more workers than that only make tests slower and noisier.
    maxWorkers: 2,
    // Evaluating zod, Prisma, Express and our own modules anew for each of some hundred files took more than half of a run. What is
    // shared so are modules alone: every file has a database, a server and a registry of metrics of its own.
    isolate: false,
  },
})
