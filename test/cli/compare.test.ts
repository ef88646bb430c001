import { Command, CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { shift } from '../../src/cli/commands/shift.ts'
import { renderComparison, renderSample } from '../../src/cli/compare-report.ts'
import { renderSampledShift, renderShift } from '../../src/cli/shift-report.ts'
import { withAnalyses } from '../../src/cli/with-analyses.ts'
import { plainRequest } from '../../src/serving/past-requests.ts'
import { testDatabase } from '../support/postgres.ts'

const database = await testDatabase()
const sides = [{ profile: 'product' }, { profile: 'manager' }]
const sample = { sides, k: 10, limit: 10, seed: 1, since: null, source: 'any' } as const

test('compares and shifts on an empty database, and says that there is nothing to go by', async () => {
  const text = await withAnalyses(database, async ({ analyses }) =>
    [
      renderSample(await analyses.compareSample(sample)),
      renderSampledShift(await analyses.shiftSample({ ...sample, profile: null, points: 5 })),
    ].join('\n'),
  )
  expect(text).toBe(
    'There is no past request to compare on.\nThere is no past request with a list to take apart.',
  )
})

test('compares profiles on past orders without a server and without a model', async () => {
  await database.pool.query(
    `INSERT INTO restaurants (id, name, average_spend, cost_per_order)
     SELECT 'r' || n, 'Place ' || n, 10 + n, n % 3 FROM generate_series(1, 20) n`,
  )
  await database.pool.query(`INSERT INTO users (id) SELECT 'u' || n FROM generate_series(1, 5) n`)
  await database.pool.query(
    `INSERT INTO interactions (id, type, user_id, restaurant_id, at)
     SELECT 'o' || n, 'order', 'u' || (1 + n % 5), 'r' || (1 + n % 7), now() - n * interval '1 hour' FROM generate_series(1, 40) n`,
  )
  const [overSample, forUser, shifted, shiftedSample] = await withAnalyses(database, async ({ analyses }) => [
    await analyses.compareSample(sample),
    await analyses.compare({ request: plainRequest({ userId: 'u1' }), sides, k: 10 }),
    await analyses.shift({ request: plainRequest({ userId: 'u1' }), profile: 'sales', points: 3, k: 10 }),
    await analyses.shiftSample({ ...sample, profile: 'sales', points: 3 }),
  ])
  expect(overSample).toMatchObject({ source: 'orders', requests: 10 })
  const [product, manager] = overSample.sides
  expect(manager!.totals.margin!.mean).toBeGreaterThan(product!.totals.margin!.mean)
  expect(renderSample(overSample)).toMatch(/manager +\d/)
  expect(forUser.user.known).toBe(true)
  expect(renderComparison(forUser)).toMatch(/Place \d/)
  const text = renderShift(shifted)
  expect(text).toMatch(/without +weight +orders/)
  expect(text).toMatch(/revenue +75 % +[+−]?\d/)
  expect(text).toMatch(/weight on +now +at 0 % +at 50 % +at 100 %/)
  const apart = renderSampledShift(shiftedSample)
  expect(apart).toMatch(/^10 moments just before past orders of \d users, under sales\./)
  expect(apart).toMatch(/revenue +75 % +[+−]?\d+\.\d \[[+−]?\d/)
  expect(apart).toMatch(/weight on +now +at 0 % +at 50 % +at 100 %/)
  expect(apart).toMatch(/1 % more of +is now +costs orders/)
  for (const line of apart.split('\n')) expect(line.trimEnd().length).toBeLessThanOrEqual(82)
})

test.each([
  ['a user and a sample', ['--user', 'u1', '--sample', '5'], /--user.* cannot be used with .*--sample/],
  ['a user and a seed', ['--user', 'u1', '--seed', '5'], /--user.* cannot be used with .*--seed/],
  [
    'closed places in a sample',
    ['--any-time', '--sample', '5'],
    /--sample.* cannot be used with .*--any-time/,
  ],
  ['a sample that is too large', ['--sample', '501'], /whole number from 1 to 500/],
  ['a sample in too many points', ['--sample', '5', '--points', '12'], /at most 11 points/],
])('shift refuses %s', async (_, options, words) => {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} })
  shift.register(program)
  const refusal = await program.parseAsync(['shift', ...options], { from: 'user' }).catch((error) => error)
  expect(refusal).toBeInstanceOf(CommanderError)
  expect(refusal.message).toMatch(words)
})
