import { invalidateSync } from '../../engine/change/invalidate.ts'
import { serveFromMemory } from '../../engine/read/answer.ts'
import { answerSync, computeSync } from '../../engine/read/answer-sync.ts'
import { lookUpEntrySync } from '../../engine/read/lookup.ts'
import { idOf } from '../../engine/request/request.ts'
import { InvalidOptionError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import { addressOf } from '../../key/address-of.ts'
import type { Cachetta } from '../interface.ts'
import type { Configuration } from '../options/configuration.ts'
import { toComputeRequest, toEntryRequest } from '../options/requests.ts'
import type { Fn, MethodInfo } from './cached-function.ts'
import { defineCachedFunction, receiverInKey, receiverToRun } from './cached-function.ts'

/** The synchronous twin of {@link wrap}: the function stays synchronous, and so do its verbs. */
export function wrapSync(cache: Cachetta, configuration: Configuration, fn: Fn, wrapping: MethodInfo): Fn {
  const { engine, memory, policy, rule } = configuration
  checkSync(configuration, 'wrapSync')

  function cached(this: unknown, ...args: readonly unknown[]): unknown {
    const address = addressOf(rule, args, receiverInKey(configuration, wrapping, this, 'call'))
    const id = idOf(address)
    const known = policy.read ? serveFromMemory(engine, configuration, memory?.get(id)) : undefined
    return known === undefined ? answerSync(engine, request(this, address, id, args)) : known.value
  }

  const request = (receiver: unknown, address: Address, id: string, args: readonly unknown[]) =>
    toComputeRequest(configuration, address, id, args, () => Reflect.apply(fn, receiver, args))
  const given = (receiver: unknown) => (receiver === cached ? undefined : receiver)

  return defineCachedFunction(cached, fn, cache, {
    invalidate(...args) {
      invalidateSync(
        engine,
        addressOf(rule, args, receiverInKey(configuration, wrapping, given(this), 'invalidate.call')),
      )
    },
    refresh(...args) {
      const receiver = receiverToRun(wrapping, given(this))
      const address = addressOf(rule, args, receiverInKey(configuration, wrapping, receiver, 'refresh.call'))
      return computeSync(engine, request(receiver, address, idOf(address), args))
    },
    lookup(...args) {
      return lookUpEntrySync(
        engine,
        toEntryRequest(configuration, args, receiverInKey(configuration, wrapping, given(this), 'lookup.call')),
      )
    },
  })
}

/** Throws `InvalidOptionError` where the store can only be awaited. */
export function checkSync({ engine, settings }: Configuration, verb: string): void {
  if (engine.store.sync !== undefined) return
  throw new InvalidOptionError(
    `${verb}: the ${settings.store.name} store cannot be used synchronously; use the asynchronous form`,
  )
}
