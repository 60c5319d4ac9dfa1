import { answer, settlesAtOnce } from '../engine/answer.ts'
import { computation } from '../engine/computation.ts'
import { invalidate } from '../engine/invalidate.ts'
import { lookUp } from '../engine/lookup.ts'
import { idOf } from '../engine/question.ts'
import type { Address } from '../key/address.ts'
import { addressOf } from '../key/address-of.ts'
import type { Configuration } from './configuration.ts'
import type { Fn } from './dress.ts'
import { dress } from './dress.ts'
import type { Cachetta } from './interface.ts'
import { jobOf, questionOf } from './job.ts'
import type { Wrapping } from './receiver.ts'
import { receiverInKey, receiverToRun } from './receiver.ts'

/** A function of the same arguments that answers from the cache where it can. All its errors are rejections. */
export function wrap(cache: Cachetta, configuration: Configuration, fn: Fn, wrapping: Wrapping): Fn {
  const { engine, memory, policy, rule } = configuration

  function cached(this: unknown, ...args: readonly unknown[]): Promise<unknown> {
    try {
      const address = addressOf(rule, args, receiverInKey(configuration, wrapping, this, 'call'))
      const id = idOf(address)
      const known = policy.read ? settlesAtOnce(engine, policy, memory?.get(id)) : undefined
      if (known !== undefined) return Promise.resolve(known.value)
      return answer(engine, job(this, address, id, args))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  const job = (receiver: unknown, address: Address, id: string, args: readonly unknown[]) =>
    jobOf(configuration, address, id, args, () => Reflect.apply(fn, receiver, args))
  const given = (receiver: unknown) => (receiver === cached ? undefined : receiver)

  return dress(cached, fn, cache, {
    async invalidate(...args) {
      await invalidate(
        engine,
        addressOf(rule, args, receiverInKey(configuration, wrapping, given(this), 'invalidate.call')),
      )
    },
    async refresh(...args) {
      const receiver = receiverToRun(wrapping, given(this))
      const address = addressOf(rule, args, receiverInKey(configuration, wrapping, receiver, 'refresh.call'))
      return computation(engine, job(receiver, address, idOf(address), args), { anew: true })
    },
    async lookup(...args) {
      return lookUp(
        engine,
        questionOf(configuration, args, receiverInKey(configuration, wrapping, given(this), 'lookup.call')),
      )
    },
  })
}
