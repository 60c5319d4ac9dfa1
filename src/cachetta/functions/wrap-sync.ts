import { invalidateSync } from '../../engine/change/invalidate.ts'
import { serveFromMemory } from '../../engine/read/answer.ts'
import { answerSync, computeSync } from '../../engine/read/answer-sync.ts'
import { lookUpEntrySync } from '../../engine/read/lookup.ts'
import { idOf } from '../../key/address.ts'
import type { Cachetta } from '../interface.ts'
import { requireConfiguration, requireSyncStore } from '../options/configuration.ts'
import { toEntryRequest } from '../options/requests.ts'
import { describeEntrySync } from '../verbs/entries.ts'
import { findLiveSignals } from './abort-signals.ts'
import type { MethodInfo, UntypedFunction } from './cached-function.ts'
import { checkReceiver, createCallResolver, defineCachedFunction } from './cached-function.ts'
import { noteFunction } from './shared-path.ts'

/** The synchronous twin of `wrap`: the cached function and its verbs return values instead of promises. */
export function wrapSync(cache: Cachetta, fn: UntypedFunction, method: MethodInfo): UntypedFunction {
  const configuration = requireConfiguration(cache)
  const { engine, memory, policy } = configuration
  const { resolveAddress, toRequest } = createCallResolver(configuration, fn, method)
  requireSyncStore(configuration, 'wrapSync')

  let isNoted = false

  function cached(this: unknown, ...args: readonly unknown[]): unknown {
    const address = resolveAddress(this, args, 'call')
    if (!isNoted) isNoted = noteFunction(configuration, fn, address)
    const id = idOf(address)
    const signals = findLiveSignals(args)
    const served = policy.read ? serveFromMemory(engine, configuration, memory?.get(id)) : undefined
    if (served !== undefined) return served.value
    return answerSync(engine, toRequest({ receiver: this, args, address, id, signals }))
  }

  // In `getUser.refresh(1)` the receiver is `getUser` itself. The function then has no receiver.
  const receiverOf = (receiver: unknown) => (receiver === cached ? undefined : receiver)

  const describe = (receiver: unknown, args: readonly unknown[], verb: string) =>
    describeEntrySync(configuration, resolveAddress(receiverOf(receiver), args, `${verb}.call`))

  return defineCachedFunction(cached, fn, cache, {
    invalidate(...args) {
      invalidateSync(engine, resolveAddress(receiverOf(this), args, 'invalidate.call'))
    },
    refresh(...args) {
      const receiver = receiverOf(this)
      checkReceiver(method, receiver)
      const address = resolveAddress(receiver, args, 'refresh.call')
      const signals = findLiveSignals(args)
      return computeSync(engine, toRequest({ receiver, args, address, id: idOf(address), signals }))
    },
    lookup(...args) {
      const address = resolveAddress(receiverOf(this), args, 'lookup.call')
      return lookUpEntrySync(engine, toEntryRequest(configuration, address))
    },
    info(...args) {
      return describe(this, args, 'info')
    },
    exists(...args) {
      return describe(this, args, 'exists').exists
    },
    age(...args) {
      return describe(this, args, 'age').age
    },
  })
}
