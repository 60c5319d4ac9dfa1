import type { Clock } from '../engine/clock.ts'
import { limitTime } from '../engine/clock.ts'
import { parseDuration } from '../entry/duration.ts'
import { TimeoutError } from '../errors.ts'
import type { Item } from './item.ts'

/**
 * Sends an item once. A request that never ends would keep back all later items of its scope, also in other tabs:
 *
 *     a1   |-send~~~~~~~~~~~~~~~~5 min|abort|~~pause~~|-send-|
 *     a2                                                     |-send-|
 */
export async function sendOnce(item: Item, clock: Pick<Clock, 'startTimeout'>): Promise<unknown> {
  const { arg, attempts, mutation, record } = item
  const controller = new AbortController()
  item.controller = controller
  const { timeout = '5m' } = mutation ?? {}
  const answer = mutation?.send(arg, { id: record.id, attempt: attempts, signal: controller.signal })
  const ms = parseDuration(timeout, 'timeout')
  if (ms === Number.POSITIVE_INFINITY) return answer
  return limitTime(clock, ms, answer, () => {
    const error = new TimeoutError(`"${record.name}" was not answered within its timeout of ${ms} ms`)
    controller.abort(error)
    return error
  })
}
