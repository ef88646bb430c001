import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-postgres.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Two cores are what we have everywhere; more workers than that only make tests slower and noisier.
    maxWorkers: 2,
  },
})
