import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import type { Middleware, MutationOptions, MutationResult } from '../../src/react.ts'
import { useCachettaMutation } from '../../src/react.ts'
import { createDeferredFunction } from '../support/deferred.ts'
import { isStrict, render, renderHook } from '../support/render.tsx'
import { createManualFetcher } from './support/manual-fetcher.ts'
import { settle } from './support/settle.ts'
import { showEntry } from './support/show-entry.tsx'
import type { TestApp } from './support/test-app.tsx'
import { createTestApp } from './support/test-app.tsx'

type Mutation = MutationResult<unknown, unknown>

/** Mounts a mutation, and counts its renders. */
function mountMutation(
  { Provider }: TestApp,
  key: unknown,
  reads: readonly (keyof Mutation)[],
  options: MutationOptions = {},
) {
  const { fn: send, calls } = createDeferredFunction<[key: unknown, context: { arg: unknown }], unknown>()
  let result: Mutation | undefined
  let renders = 0
  function Sender(): ReactNode {
    result = useCachettaMutation(key as never, send as never, options) as Mutation
    for (const field of reads) void result[field]
    renders += 1
    return null
  }
  const rendered = render(
    <Provider>
      <Sender />
    </Provider>,
  )
  return {
    calls,
    get result() {
      return result as Mutation // there since the first render
    },
    get renders() {
      return isStrict ? renders / 2 : renders
    },
    unmount: () => settle(() => rendered.unmount()),
  }
}

describe('useCachettaMutation (54)', () => {
  it('sends the argument of `trigger`, and shows the result', async () => {
    const page = mountMutation(createTestApp(), 'user', ['data', 'isMutating'])
    expect(page.result).toMatchObject({ data: undefined, error: undefined, isMutating: false })
    const outcome = vi.fn()
    await settle(() => void page.result.trigger({ name: 'Ada' }).then(outcome))
    expect(page.calls[0]?.args).toEqual(['user', { arg: { name: 'Ada' } }])
    expect(page.result.isMutating).toBe(true)
    await settle(() => page.calls[0]?.resolve('sent'))
    expect(page.result).toMatchObject({ data: 'sent', isMutating: false })
    expect(outcome).toHaveBeenCalledExactlyOnceWith('sent')
  })

  it('renders only for fields that are read', async () => {
    const page = mountMutation(createTestApp(), 'user', [])
    await settle(() => void page.result.trigger(1))
    await settle(() => page.calls[0]?.resolve('sent'))
    expect(page.renders).toBe(1)
    expect(page.result.data).toBe('sent')
  })

  it('drops the result of an earlier `trigger`', async () => {
    const onSuccess = vi.fn()
    const page = mountMutation(createTestApp(), 'user', ['data'], { onSuccess })
    await settle(() => void page.result.trigger(1))
    await settle(() => void page.result.trigger(2))
    await settle(() => page.calls[1]?.resolve('second'))
    await settle(() => page.calls[0]?.resolve('first'))
    expect(page.result.data).toBe('second')
    expect(onSuccess).toHaveBeenCalledExactlyOnceWith('second', 'user')
  })

  it('wins over a query in flight, and makes the hooks that show the key fetch again', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const entry = await showEntry(app, { key: 'user', fetcher: server.fetcher })
    const page = mountMutation(app, 'user', [], { populateCache: true })
    await settle(() => void page.result.trigger(1))
    await settle(() => page.calls[0]?.resolve('mine'))
    expect(entry.latest.data).toBe('mine')
    await server.answer('too old', 0)
    expect(entry.latest.data).toBe('mine')
    expect(server.requests).toHaveLength(2)
    await server.answer('true', 1)
    expect(entry.latest.data).toBe('true')
  })

  it('shows optimistic data, and rolls it back if sending fails', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const entry = await showEntry(app, { key: 'user', fetcher: server.fetcher })
    await server.answer('old')
    const page = mountMutation(app, 'user', ['error'], { optimisticData: 'expected', revalidate: false })
    const caught = vi.fn()
    await settle(() => void page.result.trigger(1).catch(caught))
    expect(entry.latest.data).toBe('expected')
    await settle(() => page.calls[0]?.reject(new Error('refused')))
    expect(entry.latest.data).toBe('old')
    expect(page.result.error).toEqual(new Error('refused'))
    expect(caught).toHaveBeenCalledOnce()
  })

  it('does not reject with `throwOnError: false`', async () => {
    const page = mountMutation(createTestApp(), 'user', ['error'], { throwOnError: false })
    const outcome = vi.fn()
    await settle(() => void page.result.trigger(1).then(outcome))
    await settle(() => page.calls[0]?.reject(new Error('refused')))
    expect(outcome).toHaveBeenCalledExactlyOnceWith(undefined)
  })

  it('clears the result on `reset`, and ignores a `trigger` that still runs', async () => {
    const page = mountMutation(createTestApp(), 'user', ['data', 'isMutating'])
    await settle(() => void page.result.trigger(1))
    await settle(() => page.calls[0]?.resolve('sent'))
    await settle(() => void page.result.trigger(2))
    expect(page.result).toMatchObject({ data: 'sent', isMutating: true })
    await settle(() => page.result.reset())
    expect(page.result).toMatchObject({ data: undefined, isMutating: false })
    await settle(() => page.calls[1]?.resolve('late'))
    expect(page.result.data).toBe(undefined)
  })

  it('rejects if there is no key', async () => {
    const page = mountMutation(createTestApp(), null, [])
    const caught = vi.fn()
    await settle(() => void page.result.trigger(1).catch(caught))
    expect(String(caught.mock.calls[0])).toMatch(/there is no key to mutate yet/)
  })

  it('does not lose a `trigger` in a component that is mounted twice (33)', async () => {
    const page = mountMutation(createTestApp(), 'user', ['data'])
    const { trigger } = page.result
    await settle(() => void trigger(1))
    await settle(() => page.calls[0]?.resolve('sent'))
    expect(page.result.data).toBe('sent')
    expect(page.result.trigger).toBe(trigger)
  })

  it('calls `onSuccess` and `onError` of the provider, unless the hook or the trigger has its own', async () => {
    const provider = { onSuccess: vi.fn(), onError: vi.fn() }
    const own = vi.fn()
    const page = mountMutation(createTestApp({}, provider), 'user', [], { throwOnError: false })
    await settle(() => void page.result.trigger(1))
    await settle(() => page.calls[0]?.resolve('sent'))
    expect(provider.onSuccess).toHaveBeenCalledExactlyOnceWith('sent', 'user')
    await settle(() => void page.result.trigger(2))
    await settle(() => page.calls[1]?.reject(new Error('refused')))
    expect(provider.onError).toHaveBeenCalledExactlyOnceWith(new Error('refused'), 'user')
    await settle(() => void page.result.trigger(3, { onSuccess: own }))
    await settle(() => page.calls[2]?.resolve('sent'))
    expect(own).toHaveBeenCalledOnce()
    expect(provider.onSuccess).toHaveBeenCalledOnce()
    const other = mountMutation(createTestApp({}, provider), 'user', [], { onSuccess: own })
    await settle(() => void other.result.trigger(1))
    await settle(() => other.calls[0]?.resolve('sent'))
    expect(own).toHaveBeenCalledTimes(2)
    expect(provider.onSuccess).toHaveBeenCalledOnce()
  })

  it('is wrapped in middleware: that of the provider outside that of the hook', async () => {
    const wrap =
      (name: string): Middleware =>
      (next) =>
      (key, send, options) =>
        next(key, (...args: unknown[]) => `${name}(${send(...args)})`, options)
    const app = createTestApp({}, { use: [wrap('provider')] })
    const { result } = renderHook(() => useCachettaMutation('user', () => 'sent', { use: [wrap('hook')] }), {
      wrapper: app.Provider,
    })
    const outcome = vi.fn()
    await settle(() => void result.current.trigger().then(outcome))
    expect(outcome).toHaveBeenCalledExactlyOnceWith('hook(provider(sent))')
  })
})
