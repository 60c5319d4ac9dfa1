import type { Mock } from 'vitest'
import { vi } from 'vitest'
import type { FetcherContext } from '../../../src/react.ts'
import type { Deferred } from '../../support/deferred.ts'
import { createDeferredFunction } from '../../support/deferred.ts'
import { settle } from './settle.ts'

/** A fetcher whose requests the test answers, in any order. */
export interface ManualFetcher {
  readonly fetcher: (key: unknown, context: FetcherContext) => Promise<unknown>
  readonly requests: (Deferred<unknown> & { readonly args: readonly [key: unknown, context: FetcherContext] })[]
  /** Answers a request by its index, and waits for the effects. The default is the last request. */
  answer(value: unknown, index?: number): Promise<void>
  /** Lets a request fail, and waits for the effects. The default is the last request. */
  fail(error: unknown, index?: number): Promise<void>
}

export function createManualFetcher(): ManualFetcher {
  const { fn, calls } = createDeferredFunction<[key: unknown, context: FetcherContext], unknown>()
  const requestAt = (index = calls.length - 1) => {
    const request = calls[index]
    if (request === undefined) throw new Error(`request ${index} has not been made`)
    return request
  }
  return {
    fetcher: fn,
    requests: calls,
    answer: (value, index) => settle(() => requestAt(index).resolve(value)),
    fail: (error, index) => settle(() => requestAt(index).reject(error)),
  }
}

/** Creates a fetcher that resolves with the number of its calls. */
export function createCountingFetcher(): Mock<() => Promise<number>> {
  let count = 0
  return vi.fn(async () => ++count)
}
