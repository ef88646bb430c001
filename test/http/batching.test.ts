import { expect, test } from 'vitest'
import { userInputSchema } from '../../src/users/schema.ts'
import { testApp } from '../support/app.ts'

const app = await testApp()
await Promise.all(Array.from({ length: 4 }, (_, n) => app.deps.users.put(`u${n}`, userInputSchema.parse({}))))
const batching = async () => (await app.call('get', '/v1/admin/batching', { as: 'analyst' })).body
const measure = () => app.call('post', '/v1/admin/batching/measurements')

test('what look-ups cost together is measured when it is asked for, and stays to be read', async () => {
  expect((await batching()).measured).toBeNull()
  const before = (await batching()).statements
  const { status, body } = await measure()
  expect(status).toBe(200)
  expect(body).toMatchObject({ users: 4, isComplete: true })
  expect(body.sizes.map(({ most }: { most: number }) => most)).toEqual([1, 2, 4])
  expect((await batching()).measured).toEqual(body)
  // What guests waited for is told apart from it.
  expect((await batching()).statements).toBe(before)
})

test('while somebody is answered, or it is measured already, it is refused', async () => {
  const answering = app.deps.planner.admission.enter('recommendation')
  expect((await measure()).body.code).toBe('unavailable')
  if ('left' in answering) answering.left()
  const first = measure()
  const second = measure()
  const codes = [(await first).status, (await second).status].sort()
  expect(codes).toEqual([200, 503])
})
