import { useCallback, useEffect, useReducer, useRef } from 'react'
import {
  type Answer,
  ConnectionError,
  type Input,
  type OperationName,
  ProblemError,
} from '../../client/index.ts'
import { onBack, reportAway } from './connection.ts'
import { onInvalidated } from './invalidation.ts'
import { useSession } from './session.tsx'

export interface Query<T> {
  /** the latest answer; it stays while a newer one is under way */
  readonly data: T | undefined
  readonly error: Error | undefined
  /** nothing is there yet, and something is under way */
  readonly isLoading: boolean
  /** `data` is of an earlier question; the answer to this one is under way */
  readonly isRefreshing: boolean
  /** the id of the request under way, to ask how far it is; null: none is */
  readonly askedId: string | null
  /** what was under way was given up; until it is asked again */
  readonly isStopped: boolean
  reload(): void
  /** gives up what is under way, and the service does too */
  stop(): void
}

export interface QueryOptions<T> {
  /** waits until the question has not changed for so long, ms: for sliders and typing */
  readonly debounceMs?: number
  /** asks again so many ms after an answer; null: no more */
  readonly pollMs?: (data: T) => number | null
}

interface State<T> {
  readonly data: T | undefined
  readonly error: Error | undefined
  readonly isBusy: boolean
  readonly askedId: string | null
  readonly isStopped: boolean
}

const retryMs = 2000

/**
 * The answer of a route, asked for again when the question changes, when somebody changed what it speaks of (`invalidate`), and when
 * the service was away and is back. Answers to earlier questions are dropped.
 * @param input null: there is nothing to ask yet
 */
export function useQuery<Name extends OperationName>(
  name: Name,
  input: Input<Name> | null,
  { debounceMs = 0, pollMs }: QueryOptions<Answer<Name>> = {},
): Query<Answer<Name>> {
  type Data = Answer<Name>
  const { client, signOut } = useSession()
  const [state, setState] = useReducer(
    (before: State<Data>, change: Partial<State<Data>>) => ({ ...before, ...change }),
    { data: undefined, error: undefined, isBusy: input !== null, askedId: null, isStopped: false },
  )
  const [round, reload] = useReducer((count: number) => count + 1, 0)
  const underWay = useRef<AbortController>(null)
  const question = input === null ? null : JSON.stringify(input)
  // The newest function, without asking again because it is a new one.
  const poll = useRef(pollMs)
  poll.current = pollMs

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks the same question again
  useEffect(() => {
    if (question === null) {
      setState({ data: undefined, error: undefined, isStopped: false, ...nothingAsked })
      return
    }
    const abort = new AbortController()
    underWay.current = abort
    let timer: ReturnType<typeof setTimeout> | undefined
    const later = (work: () => Promise<void>, ms: number) => {
      timer = setTimeout(() => void work(), ms)
    }
    const ask = async ({ isPoll = false } = {}) => {
      // Asking again is no new question: what is shown stays as good as it was until the answer.
      const requestId = newId()
      if (!isPoll) setState({ isBusy: true, askedId: requestId })
      try {
        const asked = JSON.parse(question) as Input<Name>
        const data = await client.call(name, ...([asked, { signal: abort.signal, requestId }] as never))
        if (abort.signal.aborted) return
        setState({ data, error: undefined, ...nothingAsked })
        const pause = () => poll.current?.(data) ?? null
        const again = async () => (pause() === null ? undefined : await ask({ isPoll: true }))
        const ms = pause()
        if (ms !== null) later(again, ms)
      } catch (error) {
        if (abort.signal.aborted) return
        setState({ error: asError(error), ...nothingAsked })
        if (error instanceof ConnectionError) reportAway()
        else if (error instanceof ProblemError && error.status === 401) signOut('The key is no longer valid.')
        else if (error instanceof ProblemError && error.status === 503) {
          later(ask, (error.retryAfterSeconds ?? 0) * 1000 || retryMs)
        }
      }
    }
    setState({ isBusy: true, isStopped: false })
    if (debounceMs > 0) later(ask, debounceMs)
    else void ask()
    abort.signal.addEventListener('abort', () => clearTimeout(timer))
    return () => abort.abort()
  }, [client, name, question, round, debounceMs, signOut])

  useEffect(() => onBack(reload), [])
  useEffect(() => onInvalidated(name, reload), [name])

  return {
    data: state.data,
    error: state.error,
    isLoading: state.data === undefined && state.isBusy,
    isRefreshing: state.data !== undefined && state.isBusy,
    askedId: state.askedId,
    isStopped: state.isStopped,
    reload: useCallback(() => reload(), []),
    stop: useCallback(() => {
      underWay.current?.abort()
      setState({ ...nothingAsked, isStopped: true })
    }, []),
  }
}

const nothingAsked = { isBusy: false, askedId: null } as const

/** `crypto.randomUUID` is not there on pages that came without TLS. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('-')

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
