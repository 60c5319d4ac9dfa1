// A function that is computed may call cached functions itself. A call that needs the very entry that its own computation
// produces must not wait for that computation, because it would wait for ever. The call chain tells which computation a call
// belongs to. It costs only where something is computed, and only Node, Bun and Deno have it.

import { callChain } from '#call-chain'
import { hasLongTexts } from '#environment'
import { InvalidOptionError } from '../../errors.ts'
import type { Engine } from '../engine.ts'
import type { ComputeContext, ComputeRequest } from '../request/request.ts'
import type { Flight } from '../slot/slot.ts'
import type { Computation } from './call-chain.ts'

/** Finds the computation of the same entry that this call is part of. */
export function findOwnComputation(engine: Engine, request: ComputeRequest): Computation | undefined {
  for (let each = callChain?.current(); each !== undefined; each = each.caller) {
    if (each.isRunning && isSameEntry(each, engine, request)) return each
  }
  return undefined
}

/** Computes for the caller alone: the computation that it is part of stores the entry. A call of itself rejects. */
export async function computeNested(own: Computation, engine: Engine, request: ComputeRequest): Promise<unknown> {
  refuseOwnCall(own, request)
  return computeAlone(engine, request)
}

/** The synchronous twin of `computeNested`. A call of itself throws, before it exhausts the stack. */
export function computeNestedSync(
  own: Computation,
  engine: Engine,
  request: ComputeRequest,
  context: ComputeContext,
): unknown {
  refuseOwnCall(own, request)
  return runInChainSync(engine, request, context)
}

function refuseOwnCall(own: Computation, request: ComputeRequest): void {
  if (!isSameFunction(own.request, request)) return
  const name = request.fn?.name || 'the function'
  throw new InvalidOptionError(
    `fn: ${name} calls itself with the same arguments${hasLongTexts ? ', and would wait for its own result; call the original function, or change the arguments' : ''}`,
  )
}

/** Computes for one caller. The value is neither shared nor stored. */
export function computeAlone(engine: Engine, request: ComputeRequest): Promise<unknown> {
  return runInChain(engine, request, undefined, request.caller ?? { signal: new AbortController().signal })
}

/**
 * True if the caller would wait for a flight that waits for the caller.
 *
 *     f(1)   |-run-----g(2) joined: waits----
 *     g(2)      |-run-----f(1): must not join
 */
export function wouldDeadlock(flight: Flight): boolean {
  const waiting = new Set<Flight>()
  for (let each = callChain?.current(); each !== undefined; each = each.caller) {
    if (each.isRunning && each.flight) waiting.add(each.flight)
  }
  return waiting.size > 0 && leadsTo(flight, waiting)
}

function leadsTo(flight: Flight, targets: ReadonlySet<Flight>): boolean {
  if (targets.has(flight)) return true
  return [...(flight.waitsFor ?? [])].some((each) => leadsTo(each, targets))
}

/** Notes that the caller's computation waits for a flight, until the flight has ended. */
export function noteWaiting(flight: Flight): void {
  const waiting = callChain?.current()?.flight
  if (waiting === undefined) return
  waiting.waitsFor ??= new Set()
  waiting.waitsFor.add(flight)
  const end = () => void waiting.waitsFor?.delete(flight)
  flight.promise.then(end, end)
}

/** Runs the function as part of the call chain. A computation in the background has no caller that waits for it. */
export async function runInChain(
  engine: Engine,
  request: ComputeRequest,
  flight: Flight | undefined,
  context: ComputeContext,
): Promise<unknown> {
  if (callChain === undefined) return request.run(context)
  const caller = flight?.options.startAfter ? undefined : callChain.current()
  const computation: Computation = { engine, request, flight, caller, isRunning: true }
  try {
    return await callChain.run(computation, () => request.run(context))
  } finally {
    computation.isRunning = false
  }
}

/** Runs a synchronous function as part of the call chain. */
export function runInChainSync(engine: Engine, request: ComputeRequest, context: ComputeContext): unknown {
  if (callChain === undefined) return request.run(context)
  const computation: Computation = { engine, request, flight: undefined, caller: callChain.current(), isRunning: true }
  try {
    return callChain.run(computation, () => request.run(context))
  } finally {
    computation.isRunning = false
  }
}

/**
 * True if both requests run the same function. A function that is wrapped again for each request is another object with the same
 * name and source. A fetcher of a hook is another object in each render, and counts as the same.
 */
export function isSameFunction(
  { fn: one }: Pick<ComputeRequest, 'fn'>,
  { fn: other }: Pick<ComputeRequest, 'fn'>,
): boolean {
  if (one === undefined || other === undefined || one === other) return true
  return one.name === other.name && String(one) === String(other)
}

/** Two stores may keep one entry, for example two file stores with one path. */
function isSameEntry(own: Computation, engine: Engine, request: ComputeRequest): boolean {
  if (own.engine === engine) return own.request.id === request.id
  const location = engine.store.locate?.(request.address)
  return location !== undefined && location === own.engine.store.locate?.(own.request.address)
}
