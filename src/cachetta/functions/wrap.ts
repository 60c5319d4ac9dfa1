import { invalidate } from '../../engine/change/invalidate.ts'
import { compute } from '../../engine/compute/compute.ts'
import { answer, serveFromMemory } from '../../engine/read/answer.ts'
import { lookUpEntry } from '../../engine/read/lookup.ts'
import { idOf } from '../../engine/request/request.ts'
import type { Address } from '../../key/address.ts'
import { addressOf } from '../../key/address-of.ts'
import type { Cachetta } from '../interface.ts'
import type { Configuration } from '../options/configuration.ts'
import { toComputeRequest, toEntryRequest } from '../options/requests.ts'
import type { Fn, MethodInfo } from './cached-function.ts'
import { defineCachedFunction, receiverInKey, receiverToRun } from './cached-function.ts'

/** A function of the same arguments that answers from the cache where it can. All its errors are rejections. */
export function wrap(cache: Cachetta, configuration: Configuration, fn: Fn, wrapping: MethodInfo): Fn {
  const { engine, memory, policy, rule } = configuration

  function cached(this: unknown, ...args: readonly unknown[]): Promise<unknown> {
    try {
      const address = addressOf(rule, args, receiverInKey(configuration, wrapping, this, 'call'))
      const id = idOf(address)
      const known = policy.read ? serveFromMemory(engine, configuration, memory?.get(id)) : undefined
      if (known !== undefined) return Promise.resolve(known.value)
      return answer(engine, request(this, address, id, args))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  const request = (receiver: unknown, address: Address, id: string, args: readonly unknown[]) =>
    toComputeRequest(configuration, address, id, args, () => Reflect.apply(fn, receiver, args))
  const given = (receiver: unknown) => (receiver === cached ? undefined : receiver)

  return defineCachedFunction(cached, fn, cache, {
    async invalidate(...args) {
      await invalidate(
        engine,
        addressOf(rule, args, receiverInKey(configuration, wrapping, given(this), 'invalidate.call')),
      )
    },
    async refresh(...args) {
      const receiver = receiverToRun(wrapping, given(this))
      const address = addressOf(rule, args, receiverInKey(configuration, wrapping, receiver, 'refresh.call'))
      return compute(engine, request(receiver, address, idOf(address), args), { force: true })
    },
    async lookup(...args) {
      return lookUpEntry(
        engine,
        toEntryRequest(configuration, args, receiverInKey(configuration, wrapping, given(this), 'lookup.call')),
      )
    },
  })
}
