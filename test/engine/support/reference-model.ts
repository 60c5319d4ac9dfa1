import type { Value } from './commands.ts'
import { tagsOf } from './commands.ts'

/** What a call finds when it starts. */
interface StartedCall {
  readonly key: number
  /** The time of the cache's clock. */
  readonly startedAt: number
  /** True if the call joins a computation in flight. */
  readonly joinsFlight: boolean
  readonly policy: {
    readonly read: boolean
    readonly duration: number
    readonly staleDuration?: number | undefined
    readonly staleIfError?: number | undefined
  }
}

/** Knows the origin of each value, and which values a call must not return any more. */
export interface ReferenceModel {
  /** Throws the first violation, if there is one. */
  throwViolation(): void
  reportViolation(message: string): void
  /** Returns the value of a computation that starts now. `running` are the computations that have not ended. */
  startComputation(key: number, running: readonly Value[]): Value
  /** Records that the engine has no work for this entry. */
  recordIdle(key: number): void
  recordStored(value: Value, storedAt: number): void
  recordStoreFailure(): void
  /** Starts an invalidation of keys or tags. Returns the function that ends it. */
  startInvalidation(names: readonly (number | string)[]): () => void
  /** Starts a write. Returns the value, and the function that ends the write. */
  startWrite(key: number): { readonly value: Value; readonly end: () => void }
  /** Returns a function that checks the value which this call returns. */
  startCall(call: StartedCall): (value: Value, isLookup: boolean) => void
  /** Throws if memory and store differ, or if the stored value was replaced or invalidated. */
  checkStored(key: number, stored: Value | undefined, inMemory: readonly Value[]): void
}

export function createReferenceModel(): ReferenceModel {
  const storedAt = new Map<number, number>()
  const returned = new Set<number>()
  /** By key or tag: a call that starts now must not return a value that was created earlier. */
  const minimums = new Map<number | string, number>()
  /** By key or tag: the last time at which something superseded running computations. */
  const supersededAt = new Map<number | string, number>()
  /** By key: the last time at which the engine had no work for the entry. */
  const idleAt = new Map<number, number>()
  /** Each running invalidation can supersede computations at any moment. */
  let runningInvalidations = 0
  let time = 0
  let hasStoreFailed = false
  let violation: Error | undefined

  const reportViolation = (message: string): void => {
    violation ??= new Error(message)
  }

  const supersede = (names: readonly (number | string)[]): number => {
    time += 1
    for (const name of names) supersededAt.set(name, time)
    return time
  }

  /** True if nothing superseded a computation of the entry that may still run. */
  const hasNoSuperseded = (key: number): boolean =>
    runningInvalidations === 0 &&
    [key, `key ${key}`, 'odd', 'even'].every((name) => (supersededAt.get(name) ?? 0) <= (idleAt.get(key) ?? 0))

  const raiseMinimum = (name: number | string, createdAt: number): void => {
    minimums.set(name, Math.max(minimums.get(name) ?? 0, createdAt))
  }

  return {
    throwViolation() {
      if (violation) throw violation
    },
    reportViolation,
    startComputation(key, running) {
      time += 1
      const concurrent = running.find((other) => other.key === key)
      if (concurrent !== undefined && hasNoSuperseded(key))
        reportViolation(`${time} is computed while ${concurrent.createdAt} is computed`)
      return { createdAt: time, key }
    },
    recordIdle(key) {
      idleAt.set(key, time)
    },
    recordStored(value, at) {
      storedAt.set(value.createdAt, at)
    },
    recordStoreFailure() {
      hasStoreFailed = true
    },
    startInvalidation(names) {
      const startedAt = supersede(names)
      runningInvalidations += 1
      return () => {
        supersede(names)
        runningInvalidations -= 1
        for (const name of names) raiseMinimum(name, startedAt)
      }
    },
    startWrite(key) {
      const createdAt = supersede([key])
      const hadStoreFailed = hasStoreFailed
      const end = () => {
        if (!hadStoreFailed && !hasStoreFailed) raiseMinimum(key, createdAt) // the store may not have the value of a failed write
      }
      return { value: { createdAt, key }, end }
    },
    startCall({ key, startedAt, joinsFlight, policy: { read, duration, staleDuration = 0, staleIfError = 0 } }) {
      const minimumsAtStart = new Map(minimums)
      const returnedBefore = new Set(returned)
      return (value, isLookup) => {
        const { createdAt } = value
        if (value.key !== key) reportViolation(`a call of ${key} returned a value of ${value.key}`)
        for (const name of [key, ...tagsOf(value)]) {
          const minimum = minimumsAtStart.get(name)
          if (minimum !== undefined && createdAt < minimum)
            reportViolation(`returned ${createdAt} after ${name} was changed at ${minimum}`)
        }
        if (returnedBefore.has(createdAt)) {
          const age = startedAt - (storedAt.get(createdAt) ?? startedAt)
          const maxAge = duration + Math.max(staleDuration, isLookup ? 0 : staleIfError)
          if (age >= maxAge && !hasStoreFailed)
            reportViolation(`returned ${createdAt}, ${age} ms old, under a policy of ${maxAge} ms`)
          if (!read && !joinsFlight) reportViolation(`returned ${createdAt} from the cache in spite of read: false`)
        }
        returned.add(createdAt)
      }
    },
    checkStored(key, stored, inMemory) {
      if (hasStoreFailed) return
      for (const { createdAt } of inMemory) {
        if (createdAt !== stored?.createdAt)
          throw new Error(`memory has ${createdAt} of ${key}, the store has ${stored?.createdAt}`)
      }
      for (const name of stored === undefined ? [] : [key, ...tagsOf(stored)]) {
        const minimum = minimums.get(name)
        if (stored && minimum !== undefined && stored.createdAt < minimum)
          throw new Error(`${stored.createdAt} is still stored, ${name} was changed at ${minimum}`)
      }
    },
  }
}
