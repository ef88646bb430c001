import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createAnalysisQueue, type OnProgress } from '../../src/serving/analysis-queue.ts'

/** Work that ends when it is told to. */
function held() {
  let end: () => void = () => {}
  let tell: OnProgress = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const work = (told: OnProgress) => {
    tell = told
    return ended
  }
  return { work, end: () => end(), tell: (done: number, total: number) => tell(done, total) }
}

test('what is under way is told in its order, with how far it is, until it ends', async () => {
  const queue = createAnalysisQueue({ running: 1, waiting: 2 })
  const [first, second] = [held(), held()]
  const running = queue.run({ kind: 'shift', id: 'a' }, undefined, first.work)
  const waiting = queue.run({ kind: 'solve' }, undefined, second.work)
  await nextTurn()
  expect(queue.underWay()).toEqual([
    { kind: 'shift', id: 'a', state: 'running', progress: null },
    { kind: 'solve', id: null, state: 'waiting', progress: null },
  ])
  first.tell(3, 10)
  expect(queue.underWay()[0]?.progress).toEqual({ done: 3, total: 10 })
  first.end()
  await running
  await nextTurn()
  expect(queue.underWay()).toEqual([{ kind: 'solve', id: null, state: 'running', progress: null }])
  second.end()
  await waiting
  expect(queue.underWay()).toEqual([])
})

test('what fails, is refused or leaves is not under way', async () => {
  const queue = createAnalysisQueue({ running: 1, waiting: 1 })
  const first = held()
  const running = queue.run({ kind: 'shift' }, undefined, first.work)
  const leaving = new AbortController()
  const waiting = queue.run({ kind: 'solve' }, leaving.signal, held().work)
  await expect(queue.run({ kind: 'worth' }, undefined, held().work)).rejects.toThrow('waiting already')
  expect(queue.underWay().map(({ kind }) => kind)).toEqual(['shift', 'solve'])
  leaving.abort(new Error('left'))
  await expect(waiting).rejects.toThrow('left')
  expect(queue.underWay().map(({ kind }) => kind)).toEqual(['shift'])
  first.end()
  await running
  const failing = () => Promise.reject(new Error('broken'))
  await expect(queue.run({ kind: 'why' }, undefined, failing)).rejects.toThrow('broken')
  expect(queue.underWay()).toEqual([])
})
