// One call whose arguments contain signals:
//
//     caller A    |----waits----| aborts: rejects with the reason of its signal
//     caller B       |----waits----------------| gets the value
//     function      |-----runs-----------------|  aborted only if B aborts, too

import type { Engine } from '../../engine/engine.ts'
import type { Caller, ComputeRequest, SharedFlight } from '../../engine/request/request.ts'
import { supersede } from '../../engine/slot/slot.ts'
import type { AbortSignalLike } from '../../key/abort-signal.ts'
import { reasonOf, throwIfAborted } from './abort-signals.ts'

/**
 * Starts a call that ends early if one of the signals aborts. Its listeners stay no longer than the call. Its computation ends when
 * nobody waits any more, also if the function goes on: otherwise the next call would wait for the lock of this one.
 */
export function startAbortableCall(
  engine: Engine,
  request: ComputeRequest,
  signals: readonly AbortSignalLike[],
  start: (engine: Engine, request: ComputeRequest) => Promise<unknown>,
): Promise<unknown> {
  if (signals.length === 0) return start(engine, request)
  const controller = new AbortController()
  const { signal } = controller
  let flight: SharedFlight | undefined
  const caller: Caller = {
    signal,
    onJoin(joined) {
      flight = joined
      if (signal.aborted) leaveFlight(engine, joined, signal.reason)
    },
  }
  const run: ComputeRequest['run'] = (context) =>
    settleUnlessAborted([context.signal], async () => request.run(context))
  const leave = (reason: unknown) => {
    controller.abort(reason)
    if (flight) leaveFlight(engine, flight, reason)
  }
  return settleUnlessAborted(signals, () => start(engine, { ...request, caller, run }), leave)
}

function settleUnlessAborted(
  signals: readonly AbortSignalLike[],
  start: () => Promise<unknown>,
  onAbort?: (reason: unknown) => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    throwIfAborted(signals)
    const stop = () => {
      for (const signal of signals) signal.removeEventListener('abort', abort)
    }
    const abort = () => {
      stop()
      const reason = reasonOf(signals.find((signal) => signal.aborted))
      reject(reason)
      onAbort?.(reason)
    }
    for (const signal of signals) signal.addEventListener('abort', abort)
    start().then(resolve, reject).finally(stop)
  })
}

/** The caller no longer waits for the flight. The last of all who wait aborts it, unless its value is there already. */
function leaveFlight(engine: Engine, flight: SharedFlight, reason: unknown): void {
  flight.callers -= 1
  if (flight.callers > 0 || flight.entry) return
  const slot = engine.slots.get(flight.request.id)
  if (slot?.flight === flight) {
    if (slot.listeners.size > 0) return
    supersede(slot, 'abort')
  }
  flight.abort ??= new AbortController()
  flight.abort.abort(reason)
}
