import { invalidate } from '../../engine/change/invalidate.ts'
import { compute } from '../../engine/compute/compute.ts'
import { answer, serveFromMemory } from '../../engine/read/answer.ts'
import { lookUpEntry } from '../../engine/read/lookup.ts'
import { addressOf, idOf } from '../../key/address.ts'
import type { Cachetta } from '../interface.ts'
import { requireConfiguration } from '../options/configuration.ts'
import { keepAlive } from '../options/keep-alive.ts'
import { toEntryRequest } from '../options/requests.ts'
import { describeEntry } from '../verbs/entries.ts'
import { findLiveSignals } from './abort-signals.ts'
import { startAbortableCall } from './abortable.ts'
import type { MethodInfo, UntypedFunction } from './cached-function.ts'
import { checkReceiver, createCallResolver, defineCachedFunction } from './cached-function.ts'
import { noteFunction } from './shared-path.ts'

/** Creates the cached function of `fn`. Its calls return promises, and all its errors are rejections. */
export function wrap(cache: Cachetta, fn: UntypedFunction, method: MethodInfo): UntypedFunction {
  const configuration = requireConfiguration(cache)
  const { addressRule, engine, memory, policy } = configuration
  const { resolveAddress, toRequest } = createCallResolver(configuration, fn, method)

  let isNoted = false

  function cached(this: unknown, ...args: readonly unknown[]): Promise<unknown> {
    try {
      // The receiver is rarely part of the key.
      const address = addressRule.includeReceiver ? resolveAddress(this, args, 'call') : addressOf(addressRule, args)
      if (!isNoted) isNoted = noteFunction(configuration, fn, address)
      const id = idOf(address)
      const signals = hasObject(args) ? findLiveSignals(args) : []
      const served = policy.read ? serveFromMemory(engine, configuration, memory?.get(id)) : undefined
      if (served !== undefined) return Promise.resolve(served.value)
      const request = toRequest({ receiver: this, args, address, id, signals })
      return startAbortableCall(engine, request, signals, answer)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  // In `getUser.refresh(1)` the receiver is `getUser` itself. The function then has no receiver.
  const receiverOf = (receiver: unknown) => (receiver === cached ? undefined : receiver)

  const describe = (receiver: unknown, args: readonly unknown[], verb: string) =>
    describeEntry(configuration, resolveAddress(receiverOf(receiver), args, `${verb}.call`))

  return defineCachedFunction(cached, fn, cache, {
    async invalidate(...args) {
      await keepAlive(configuration, invalidate(engine, resolveAddress(receiverOf(this), args, 'invalidate.call')))
    },
    async refresh(...args) {
      const receiver = receiverOf(this)
      checkReceiver(method, receiver)
      const address = resolveAddress(receiver, args, 'refresh.call')
      const signals = findLiveSignals(args)
      const request = toRequest({ receiver, args, address, id: idOf(address), signals })
      const refresh = (...[of, call]: Parameters<typeof answer>) => compute(of, call, { force: true })
      return startAbortableCall(engine, request, signals, refresh)
    },
    async lookup(...args) {
      const address = resolveAddress(receiverOf(this), args, 'lookup.call')
      return lookUpEntry(engine, toEntryRequest(configuration, address))
    },
    async info(...args) {
      return describe(this, args, 'info')
    },
    async exists(...args) {
      return (await describe(this, args, 'exists')).exists
    },
    async age(...args) {
      return (await describe(this, args, 'age')).age
    },
  })
}

/** Most calls have only primitive arguments. The search for signals is not for them. */
function hasObject(args: readonly unknown[]): boolean {
  return args.some((arg) => typeof arg === 'object' && arg !== null)
}
