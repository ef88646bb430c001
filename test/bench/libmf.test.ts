import { expect, test } from 'vitest'
import { contenders, quickContenders } from '../../src/cli/bench/libmf/contenders.ts'
import { loadLibmf } from '../../src/cli/bench/libmf/load-libmf.ts'
import { contestTaskSchema } from '../../src/cli/bench/libmf/tasks.ts'

const isInstalled = await import(/* @vite-ignore */ ['lib', 'mf'].join('')).then(
  () => true,
  () => false,
)

test.skipIf(isInstalled)('without libmf, the comparison says how to install it', async () => {
  await expect(loadLibmf()).rejects.toThrow('npm install --no-save libmf@0.2.0')
})

test.skipIf(!isInstalled)('libmf is known by what we use of it', async () => {
  expect(Object.keys((await loadLibmf()).Loss)).toContain('ONE_CLASS_L2')
})

test('every contender is a task that a process of its own takes, ours among them', () => {
  for (const some of [contenders, quickContenders]) {
    expect(some.map(({ name }) => name)).toContain('maitre')
    for (const contender of some) {
      const task = { train: 'train.txt', test: 'test.txt', k: 20, threads: 1, contender }
      expect(contestTaskSchema.parse(task)).toEqual(task)
    }
  }
})
