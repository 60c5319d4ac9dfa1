import { requireConfiguration } from '../../../src/cachetta/options/configuration.ts'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { Cachetta, CachettaOptions, Store } from '../../../src/index.ts'
import { writeCache } from '../../../src/index.ts'
import { idOf } from '../../../src/key/address.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import type { Command, Value } from './commands.ts'
import { KEYS, tagsOf, VARIANTS } from './commands.ts'
import { addressOfArgs } from './manual-cache.ts'
import { createManualStore } from './manual-store.ts'
import { createReferenceModel } from './reference-model.ts'

interface Computation extends Value {
  isEnded: boolean
  end(succeeds: boolean): void
}

interface RunOptions {
  readonly locks: boolean
  readonly lruSize: number | undefined
  /** True if the store has entries before the first command. */
  readonly hasEntries: boolean
}

/** Runs the commands, then waits until everything has ended. Throws if the engine violates the reference model. */
export async function runCommands(commands: readonly Command[], options: RunOptions): Promise<void> {
  const runner = createRunner(options)
  if (options.hasEntries) await runner.storeEntries()
  for (const command of commands) await runner.run(command)
  await runner.finish()
}

function createRunner({ locks, lruSize }: Pick<RunOptions, 'locks' | 'lruSize'>) {
  const model = createReferenceModel()
  const manual = createManualStore({ locks })
  const store: Store = {
    ...manual.store,
    set(address, entry, types) {
      model.recordStored(entry.value as Value, entry.storedAt) // no other values are stored here
      return manual.store.set(address, entry, types)
    },
  }
  const { cache, clock } = createTestCache({
    store,
    lruSize,
    tags: (value) => tagsOf(value as Value), // no other values are computed here
  })
  const { engine } = requireConfiguration(cache)
  const caches = VARIANTS.map((overrides) => cache.copy(overrides as Partial<CachettaOptions>))
  const computations: Computation[] = []
  const pending = new Set<string>()
  let calls = 0

  const running = () => computations.filter(({ isEnded }) => !isEnded)
  const slotOf = (key: number) => engine.slots.get(idOf(addressOfArgs(cache, key)))

  const compute = (key: number): Promise<Value> => {
    const value = model.startComputation(key, running())
    return new Promise((resolve, reject) => {
      const computation: Computation = {
        ...value,
        isEnded: false,
        end(succeeds) {
          computation.isEnded = true
          if (succeeds) resolve(value)
          else reject(new Error('down'))
        },
      }
      computations.push(computation)
    })
  }
  const functions = caches.map((variant) => variant(compute))

  /** Remembers a promise until it has settled, and reports errors other than those of computations. */
  const track = (title: string, promise: Promise<unknown>, onSuccess: () => void = () => {}): void => {
    calls += 1
    const name = `${title} (step ${calls})`
    pending.add(name)
    promise
      .then(onSuccess, (error: unknown) => {
        if (!(error instanceof Error) || error.message !== 'down')
          model.reportViolation(`${name} rejected: ${String(error)}`)
      })
      .finally(() => pending.delete(name))
  }

  const startCall = (variant: number, key: number) =>
    model.startCall({
      key,
      startedAt: clock.now(),
      joinsFlight: slotOf(key)?.flight != null,
      policy: caches[variant] as Cachetta,
    })

  const call = (variant: number, key: number, verb: 'call' | 'refresh'): void => {
    const check = startCall(variant, key)
    const fn = functions[variant]
    if (fn === undefined) return
    const promise = verb === 'call' ? fn(key) : fn.refresh(key)
    track(
      `${verb} ${key} of ${variant}`,
      promise.then((value) => check(value, false)),
    )
  }

  const lookup = (variant: number, key: number): void => {
    const check = startCall(variant, key)
    const promise = functions[variant]?.lookup(key) ?? Promise.resolve({ hit: false } as const)
    track(
      `lookup ${key} of ${variant}`,
      promise.then((found) => found.hit && check(found.value, true)),
    )
  }

  const invalidate = (names: readonly (number | string)[], start: () => Promise<void>): void => {
    const end = model.startInvalidation(names)
    track(`invalidate ${names}`, start(), end)
  }

  const write = (key: number): void => {
    const { value, end } = model.startWrite(key)
    track(`write ${key}`, writeCache(cache, value, key), end)
  }

  const runOperation = (index: number, step: 'apply' | 'answer' | 'fail'): void => {
    const { operations } = manual
    const operation = operations[index % Math.max(operations.length, 1)]
    if (operation === undefined) return
    if (step !== 'fail') operation[step]()
    else if (operation.verb !== 'list' && !operation.isApplied) {
      model.recordStoreFailure()
      operation.fail(new Error('the disk is gone'))
    }
  }

  const endComputation = (index: number, succeeds: boolean): void => {
    const candidates = running()
    candidates[index % Math.max(candidates.length, 1)]?.end(succeeds)
  }

  const tick = async (ticks: number): Promise<void> => {
    for (let count = 0; count < ticks; count += 1) await undefined
    if (ticks === 6) await flushPromises()
  }

  const runUnchecked = (command: Command): Promise<void> | void => {
    switch (command.do) {
      case 'call':
      case 'refresh':
        return call(command.variant, command.key, command.do)
      case 'lookup':
        return lookup(command.variant, command.key)
      case 'write':
        return write(command.key)
      case 'invalidate':
        return invalidate([command.key], () => cache.invalidate(command.key))
      case 'invalidateAll':
        return invalidate(KEYS, () => cache.invalidateAll())
      case 'invalidateTags':
        return invalidate([command.tag], () => cache.invalidateTags(command.tag))
      case 'endComputation':
        return endComputation(command.index, command.succeeds)
      case 'applyOperation':
        return runOperation(command.index, 'apply')
      case 'answerOperation':
        return runOperation(command.index, 'answer')
      case 'failOperation':
        return runOperation(command.index, 'fail')
      case 'advanceClock':
        // Only what is stored gets older. A store that leaves its calls unanswered for so long would be given up.
        return clock.set(clock.now() + command.ms)
      case 'tick':
        return tick(command.ticks)
    }
  }

  const run = async (command: Command): Promise<void> => {
    for (const key of KEYS) if (slotOf(key) === undefined) model.recordIdle(key)
    const promise = runUnchecked(command)
    if (promise) await promise
    model.throwViolation()
  }

  /** Stores an entry for each key, and leaves nothing in memory. */
  const storeEntries = async (): Promise<void> => {
    for (const key of KEYS) track(`write ${key}`, writeCache(cache.copy({ lruSize: null }), { createdAt: 0, key }, key))
    for (const operation of [...manual.operations]) operation.answer()
    await flushPromises()
  }

  const isIdle = () =>
    pending.size + running().length + manual.operations.length + [...engine.slots.values()].length === 0

  const finish = async (): Promise<void> => {
    for (let round = 0; round < 200 && !isIdle(); round += 1) {
      for (const operation of [...manual.operations]) operation.answer()
      for (const computation of running()) computation.end(true)
      await flushPromises()
      model.throwViolation()
    }
    if (pending.size > 0) throw new Error(`never settled: ${[...pending].join(', ')}`)
    if ([...engine.slots.values()].length > 0) throw new Error('a slot was never released')
    for (const key of KEYS) checkEntry(key)
  }

  const checkEntry = (key: number): void => {
    const address = addressOfArgs(cache, key)
    const stored = manual.inner.get(address, builtInTypes)?.value
    const inMemory = caches.flatMap((variant) => {
      const found = requireConfiguration(variant).memory?.get(idOf(address))
      return found === undefined ? [] : [found.entry.value]
    })
    model.checkStored(key, stored as Value | undefined, inMemory as Value[]) // no other values are stored here
  }

  return { storeEntries, run, finish }
}
