import type { Engine } from '../engine.ts'
import type { ComputeRequest } from '../request/request.ts'
import type { Flight } from '../slot/slot.ts'

/** A function that runs to compute an entry, and the computation that called it. */
export interface Computation {
  readonly engine: Engine
  readonly request: ComputeRequest
  /** Undefined for a nested call, which has no flight of its own. */
  readonly flight: Flight | undefined
  readonly caller: Computation | undefined
  /** False once the function has ended. Timers that it started still belong to the chain. */
  isRunning: boolean
}

/** Knows which computation a call belongs to. */
export interface CallChain {
  /** Returns the computation that the running code belongs to. */
  current(): Computation | undefined
  /** Runs `task` as part of a computation. */
  run<T>(computation: Computation, task: () => T): T
}

/** Undefined on platforms that cannot follow asynchronous calls. Call it as `callChain?.…`: a bundler removes such calls. */
export const callChain: CallChain | undefined = undefined
