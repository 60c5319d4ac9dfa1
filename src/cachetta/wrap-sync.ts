import { settlesAtOnce } from '../engine/answer.ts'
import { answerSync, computeSync } from '../engine/answer-sync.ts'
import { invalidateSync } from '../engine/invalidate.ts'
import { lookUpSync } from '../engine/lookup.ts'
import { idOf } from '../engine/question.ts'
import { InvalidOptionError } from '../errors.ts'
import type { Address } from '../key/address.ts'
import { addressOf } from '../key/address-of.ts'
import type { Configuration } from './configuration.ts'
import type { Fn } from './dress.ts'
import { dress } from './dress.ts'
import type { Cachetta } from './interface.ts'
import { jobOf, questionOf } from './job.ts'
import type { Wrapping } from './receiver.ts'
import { receiverInKey, receiverToRun } from './receiver.ts'

/** The synchronous twin of {@link wrap}: the function stays synchronous, and so do its verbs. */
export function wrapSync(cache: Cachetta, configuration: Configuration, fn: Fn, wrapping: Wrapping): Fn {
  const { engine, memory, policy, rule } = configuration
  checkSync(configuration, 'wrapSync')

  function cached(this: unknown, ...args: readonly unknown[]): unknown {
    const address = addressOf(rule, args, receiverInKey(configuration, wrapping, this, 'call'))
    const id = idOf(address)
    const known = policy.read ? settlesAtOnce(engine, policy, memory?.get(id)) : undefined
    return known === undefined ? answerSync(engine, job(this, address, id, args)) : known.value
  }

  const job = (receiver: unknown, address: Address, id: string, args: readonly unknown[]) =>
    jobOf(configuration, address, id, args, () => Reflect.apply(fn, receiver, args))
  const given = (receiver: unknown) => (receiver === cached ? undefined : receiver)

  return dress(cached, fn, cache, {
    invalidate(...args) {
      invalidateSync(
        engine,
        addressOf(rule, args, receiverInKey(configuration, wrapping, given(this), 'invalidate.call')),
      )
    },
    refresh(...args) {
      const receiver = receiverToRun(wrapping, given(this))
      const address = addressOf(rule, args, receiverInKey(configuration, wrapping, receiver, 'refresh.call'))
      return computeSync(engine, job(receiver, address, idOf(address), args))
    },
    lookup(...args) {
      return lookUpSync(
        engine,
        questionOf(configuration, args, receiverInKey(configuration, wrapping, given(this), 'lookup.call')),
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
