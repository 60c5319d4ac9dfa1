import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { InvalidKeyError, lookup, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { engineOf } from '../../engine/support/manual-cache.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { expectNoUnhandledRejections } from '../../support/unhandled-rejections.ts'

const lines = recordLogLines()
expectNoUnhandledRejections()

interface Options {
  readonly signal?: AbortSignal
}

/** A cached function whose calls the test settles, and the signals that it got. */
function createFetchUser(cache = createTestCache().cache) {
  const { calls, fn } = createDeferredFunction<[id: number, options?: Options], string>()
  const signalOf = (call: number) => calls[call]?.args[1]?.signal
  return { cache, calls, getUser: cache(fn), signalOf }
}

describe('a signal in the arguments', () => {
  it('is no part of the key', async () => {
    const { cache } = createTestCache()
    let calls = 0
    const getUser = cache(async (id: number, _options?: Options) => `${id} ${++calls}`)
    const signal = () => new AbortController().signal
    expect(await getUser(1, { signal: signal() })).toBe('1 1')
    expect(await getUser(1, { signal: signal() })).toBe('1 1')
    expect(await getUser(1)).toBe('1 1')
    expect(await getUser.lookup(1)).toMatchObject({ hit: true })
    await getUser.invalidate(1)
    expect(await getUser(1, { signal: signal() })).toBe('1 2')
  })

  it('may be a plain object, as that of a polyfill', async () => {
    const { cache } = createTestCache({ key: (id: number) => id })
    const getUser = cache(async (id: number, _signal: object) => id)
    const signal = { aborted: true, addEventListener() {}, removeEventListener() {} }
    await expect(getUser(1, signal)).rejects.toThrow('aborted')
  })

  it('rejects the call with its reason, and reaches the function', async () => {
    const { cache, getUser, signalOf } = createFetchUser()
    const controller = new AbortController()
    const call = getUser(1, { signal: controller.signal })
    await flushPromises()
    const reason = new Error('left the page')
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
    expect(signalOf(0)).toMatchObject({ aborted: true, reason })
    await flushPromises()
    expect(engineOf(cache).slots.size).toBe(0)
    expect(lines).toEqual([])
  })

  it('ends the wait of its own caller only', async () => {
    const { calls, getUser, signalOf } = createFetchUser()
    const [one, two] = [new AbortController(), new AbortController()]
    const first = getUser(1, { signal: one.signal })
    await flushPromises()
    const second = getUser(1, { signal: two.signal })
    one.abort(new Error('one'))
    await expect(first).rejects.toThrow('one')
    expect(signalOf(0)?.aborted).toBe(false)
    const third = getUser(1, { signal: two.signal })
    calls[0]?.resolve('Ada')
    expect(await Promise.all([second, third])).toEqual(['Ada', 'Ada'])
    expect(await getUser.lookup(1)).toMatchObject({ value: 'Ada' })
  })

  it('aborts the computation when the last of several callers has aborted', async () => {
    const { getUser, signalOf } = createFetchUser()
    const controllers = [new AbortController(), new AbortController()]
    const calls = controllers.map(({ signal }) => getUser(1, { signal }))
    await flushPromises()
    for (const controller of controllers) {
      expect(signalOf(0)?.aborted).toBe(false)
      controller.abort(new Error('gone'))
    }
    expect(signalOf(0)?.aborted).toBe(true)
    for (const call of calls) await expect(call).rejects.toThrow('gone')
  })

  it.each([false, true])(
    'never aborts what a caller without a signal waits for (it came first: %s)',
    async (isFirst) => {
      const { calls, getUser, signalOf } = createFetchUser()
      const controller = new AbortController()
      const startAll = [() => getUser(1), () => getUser(1, { signal: controller.signal })]
      const started = (isFirst ? startAll : startAll.reverse()).map((start) => start())
      const [other, aborted] = isFirst ? started : started.reverse()
      await flushPromises()
      controller.abort(new Error('gone'))
      await expect(aborted).rejects.toThrow('gone')
      expect(signalOf(0)?.aborted).not.toBe(true)
      calls[0]?.resolve('Ada')
      expect(await other).toBe('Ada')
    },
  )

  it('lets the next call compute at once, also if the function ignores its signal', async () => {
    const { calls, getUser } = createFetchUser()
    const controller = new AbortController()
    const aborted = getUser(1, { signal: controller.signal })
    await flushPromises()
    controller.abort(new Error('gone'))
    await expect(aborted).rejects.toThrow('gone')
    const next = getUser(1)
    await flushPromises()
    calls[0]?.resolve('late')
    calls[1]?.resolve('Ada')
    expect(await next).toBe('Ada')
    expect(await getUser.lookup(1)).toMatchObject({ value: 'Ada' })
  })

  it('may abort before the function runs', async () => {
    const { calls, getUser } = createFetchUser()
    const controller = new AbortController()
    const call = getUser(1, { signal: controller.signal })
    controller.abort(new Error('gone'))
    await expect(call).rejects.toThrow('gone')
    await flushPromises()
    expect(calls).toEqual([])
  })

  it('that has aborted rejects every call, also if the value is stored, as with fetch', async () => {
    const { cache } = createTestCache({ lruSize: 5 })
    const getUser = cache(async (id: number, _options?: Options) => id)
    const countNow = cache.at('now').wrapSync((id: number, _options?: Options) => id)
    const signal = AbortSignal.abort(new Error('gone'))
    await getUser(1)
    countNow(1)
    await expect(getUser(1, { signal })).rejects.toThrow('gone')
    await expect(getUser.refresh(1, { signal })).rejects.toThrow('gone')
    expect(() => countNow(1, { signal })).toThrow('gone')
    expect(() => countNow.refresh(1, { signal })).toThrow('gone')
  })

  it('has a reason also in a polyfill without one, or of another realm', async () => {
    const { getUser } = createFetchUser()
    class OldSignal extends EventTarget {
      aborted = false
    }
    const polyfilled = new OldSignal()
    const call = getUser(1, { signal: polyfilled as unknown as AbortSignal })
    polyfilled.aborted = true
    polyfilled.dispatchEvent(new Event('abort'))
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    const foreign = runInNewContext('({ signal })', { signal: AbortSignal.abort('foreign') })
    await expect(getUser(2, foreign)).rejects.toBe('foreign')
  })

  it('is found deep in objects and lists, and the arguments of the caller stay as they are', async () => {
    const { cache } = createTestCache()
    let got: unknown
    const load = cache(async (...args: readonly unknown[]) => {
      got = args
      return 'loaded'
    })
    const { signal } = new AbortController()
    const args = ['a', { http: [{ retry: 1, signal }], list: [1] }, signal] as const
    await load(...args)
    expect(args[1].http[0]?.signal).toBe(signal)
    const other = expect.any(AbortSignal)
    expect(got).toEqual(['a', { http: [{ retry: 1, signal: other }], list: [1] }, other])
    const [, second, third] = got as [string, (typeof args)[1], AbortSignal]
    expect(third).not.toBe(signal)
    expect(second.http[0]?.signal).toBe(third)
    expect(second.list).toBe(args[1].list)
    expect(await lookup(cache, 'a', { http: [{ retry: 1 }], list: [1] })).toMatchObject({ hit: true })
  })

  it('works beside a key option', async () => {
    const { calls, getUser, signalOf } = createFetchUser(createTestCache({ key: (id: number) => id }).cache)
    const controller = new AbortController()
    const [first, second] = [getUser(1, { signal: controller.signal }), getUser(1)]
    await flushPromises()
    controller.abort(new Error('gone'))
    await expect(first).rejects.toThrow('gone')
    expect(signalOf(0)?.aborted).toBe(false)
    calls[0]?.resolve('Ada')
    expect(await second).toBe('Ada')
  })

  it('is refused where no other signal can take its place', async () => {
    const { getUser } = createFetchUser()
    class Context {
      signal = new AbortController().signal
    }
    for (const holder of [new Context(), new Map([['signal', new Context().signal]]), { context: new Context() }]) {
      await expect(getUser(1, holder as Options)).rejects.toThrow(InvalidKeyError)
      await expect(getUser(1, holder as Options)).rejects.toThrow(
        /an AbortSignal inside an instance, Map or Set has no stable identity/,
      )
    }
  })

  it('does not abort a revalidation in the background', async () => {
    const { cache, clock } = createTestCache({ duration: '1m', staleDuration: '1h' })
    const { calls, getUser, signalOf } = createFetchUser(cache)
    await writeCache(cache, 'old', 1)
    clock.advance('2m')
    const controller = new AbortController()
    expect(await getUser(1, { signal: controller.signal })).toBe('old')
    await flushPromises()
    controller.abort()
    expect(signalOf(0)?.aborted).toBe(false)
    calls[0]?.resolve('new')
    await flushPromises()
    expect(await getUser(1)).toBe('new')
  })

  it('does not serve an old value in place of the abort', async () => {
    const { cache, clock } = createTestCache({ duration: '1m', staleIfError: '1h' })
    const { getUser } = createFetchUser(cache)
    await writeCache(cache, 'old', 1)
    clock.advance('2m')
    const controller = new AbortController()
    const call = getUser(1, { signal: controller.signal })
    await flushPromises()
    controller.abort(new Error('gone'))
    await expect(call).rejects.toThrow('gone')
    await flushPromises()
    expect(lines).toEqual([])
  })

  it('aborts a refresh', async () => {
    const { getUser, signalOf } = createFetchUser()
    const controller = new AbortController()
    const refresh = getUser.refresh(1, { signal: controller.signal })
    await flushPromises()
    controller.abort(new Error('gone'))
    await expect(refresh).rejects.toThrow('gone')
    expect(signalOf(0)?.aborted).toBe(true)
  })

  it('aborts a nested call that computes the entry of its caller', async () => {
    const { cache } = createTestCache()
    const { calls, fn } = createDeferredFunction<[id: number, options?: Options], string>()
    const getRaw = cache(fn)
    const getUser = cache(async (id: number) => {
      const controller = new AbortController()
      const raw = getRaw(id, { signal: controller.signal })
      await flushPromises()
      controller.abort(new Error('gone'))
      return raw.catch((error: Error) => error.message)
    })
    expect(await getUser(1)).toBe('gone')
    expect(calls[0]?.args[1]?.signal).toMatchObject({ aborted: true })
  })

  it('has no listeners left after its calls', async () => {
    const { cache } = createTestCache({ lruSize: 5 })
    const getUser = cache(async (id: number, _options?: Options) => (id < 0 ? Promise.reject(new Error('no')) : id))
    const { signal } = new AbortController()
    const added: unknown[] = []
    const { addEventListener, removeEventListener } = signal
    Object.assign(signal, {
      addEventListener: (type: 'abort', listener: () => void) => {
        added.push(listener)
        addEventListener.call(signal, type, listener)
      },
      removeEventListener: (type: 'abort', listener: () => void) => {
        added.splice(added.indexOf(listener), 1)
        removeEventListener.call(signal, type, listener)
      },
    })
    await Promise.allSettled([1, 1, 2, -1, 1].map((id) => getUser(id, { signal })))
    await flushPromises()
    expect(added).toEqual([])
  })
})
