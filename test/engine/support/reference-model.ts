import fc from 'fast-check'
import { requireConfiguration } from '../../../src/cachetta/options/configuration.ts'
import { idOf } from '../../../src/engine/request/request.ts'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { Cachetta, CachettaOptions, Store } from '../../../src/index.ts'
import { writeCache } from '../../../src/index.ts'
import { addressOf } from '../../../src/key/address-of.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import { createManualStore } from './manual-store.ts'

/** What came into being at an instant of the play: by a computation that began then, or by a write that was called then. */
interface Value {
  readonly birth: number
  readonly key: number
}

interface Computation extends Value {
  isOver: boolean
  settle(isWell: boolean): void
}

const KEYS = [1, 2]
const TAGS = ['key 1', 'key 2', 'odd', 'even']
const SPANS = [1, 5_000, 10_000, 3_600_000]

/** The caches of the play: one entry each way of asking for it. All but the last share a memory, where there is one. */
const VARIANTS: readonly Partial<CachettaOptions<Value>>[] = [
  {},
  { read: false },
  { write: false },
  { duration: '10s', staleDuration: '10s' },
  { duration: '10s', staleIfError: '1h' },
  { condition: ({ birth }) => birth % 3 !== 0 },
  { condition: async ({ birth }) => birth % 2 === 0 },
  { lock: false },
  { lruSize: 2 },
]

export type Command =
  | { readonly do: 'call' | 'refresh' | 'lookup'; readonly variant: number; readonly key: number }
  | { readonly do: 'write' | 'invalidate'; readonly key: number }
  | { readonly do: 'invalidateAll' }
  | { readonly do: 'invalidateTags'; readonly tag: string }
  | { readonly do: 'finish'; readonly pick: number; readonly isWell: boolean }
  | { readonly do: 'act' | 'answer' | 'fail'; readonly pick: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'turn'; readonly ticks: number }

const variant = fc.nat(VARIANTS.length - 1)
const key = fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(2) })
const pick = fc.nat(7)

/** A step of a play. */
export function arbitraryCommand({
  isCalm,
  storeFails,
}: {
  readonly isCalm: boolean
  readonly storeFails: boolean
}): fc.Arbitrary<Command> {
  const changes = isCalm ? 0 : 1
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant('call' as const), variant, key }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('refresh' as const), variant, key }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('lookup' as const), variant, key }) },
    { weight: changes, arbitrary: fc.record({ do: fc.constantFrom('write' as const, 'invalidate' as const), key }) },
    { weight: changes, arbitrary: fc.record({ do: fc.constant('invalidateAll' as const) }) },
    {
      weight: changes,
      arbitrary: fc.record({ do: fc.constant('invalidateTags' as const), tag: fc.constantFrom(...TAGS) }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('finish' as const),
        pick,
        isWell: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
      }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('act' as const), pick }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constant('answer' as const), pick }) },
    { weight: storeFails ? 2 : 0, arbitrary: fc.record({ do: fc.constant('fail' as const), pick }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(...SPANS) }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('turn' as const), ticks: fc.nat(6) }) },
  )
}

/** Plays the commands, then lets everything come to its end. Throws where the engine broke a promise. */
export async function runCommands(
  commands: readonly Command[],
  options: { readonly locks: boolean; readonly lruSize: number | undefined; readonly isWarm: boolean },
): Promise<void> {
  const world = createReferenceModel(options)
  if (options.isWarm) await world.warm()
  for (const each of commands) await world.take(each)
  await world.end()
}

function createReferenceModel({ locks, lruSize }: { readonly locks: boolean; readonly lruSize: number | undefined }) {
  const manual = createManualStore({ locks })
  const storedAt = new Map<number, number>()
  const store: Store = {
    ...manual.store,
    set(address, entry, types) {
      const { birth } = entry.value as Value // nothing else is stored in a play
      storedAt.set(birth, entry.storedAt)
      return manual.store.set(address, entry, types)
    },
  }
  const { cache, clock } = createTestCache({
    store,
    lruSize,
    tags: (value) => tagsOf(value as Value), // the play computes nothing else
  })
  const { engine } = requireConfiguration(cache)
  const caches = VARIANTS.map((overrides) => cache.copy(overrides as Partial<CachettaOptions>))
  const computations: Computation[] = []
  const answered = new Set<number>()
  /** A call that begins now must not be told of a value of this key, or with this tag, that is older. */
  const oldest = new Map<number | string, number>()
  const disturbedAt = new Map<number | string, number>()
  /** When the engine last had nothing to do with an entry. */
  const restedAt = new Map<number, number>()
  const open = new Set<string>()
  /** Invalidations that are under way: each supersedes at any moment. */
  let disturbances = 0
  let time = 0
  let calls = 0
  let broken: Error | undefined
  let hasFailed = false

  const breach = (message: string): void => {
    broken ??= new Error(message)
  }

  const compute = (which: number): Promise<Value> => {
    time += 1
    const value = { birth: time, key: which }
    return new Promise((resolve, reject) => {
      const computation: Computation = {
        ...value,
        isOver: false,
        settle(isWell) {
          computation.isOver = true
          if (isWell) resolve(value)
          else reject(new Error('down'))
        },
      }
      const rival = running().find((other) => other.key === which)
      if (rival !== undefined && isCalm(which)) breach(`${value.birth} is computed beside ${rival.birth}`)
      computations.push(computation)
    })
  }
  const functions = caches.map((each) => each(compute))

  const running = () => computations.filter((computation) => !computation.isOver)

  /** Something that supersedes what runs has been called, or has come to its end. */
  const disturb = (names: readonly (number | string)[]): number => {
    time += 1
    for (const name of names) disturbedAt.set(name, time)
    return time
  }

  /** True where no computation of the entry that may still run began before something superseded it. */
  const isCalm = (which: number): boolean =>
    disturbances === 0 &&
    [which, `key ${which}`, 'odd', 'even'].every((name) => (disturbedAt.get(name) ?? 0) <= (restedAt.get(which) ?? 0))

  const since = (which: number | string, instant: number): void => {
    oldest.set(which, Math.max(oldest.get(which) ?? 0, instant))
  }

  /** Notes what is under way, so that the play ends only when all of it has come to an end. */
  const begin = (what: string, promise: Promise<unknown>, then: () => void = () => {}): void => {
    calls += 1
    const name = `${what} (step ${calls})`
    open.add(name)
    promise
      .then(then, (error: unknown) => {
        if (!(error instanceof Error) || error.message !== 'down') breach(`${name} rejected: ${String(error)}`)
      })
      .finally(() => open.delete(name))
  }

  /** What a call that begins now may be told. */
  const expectations = (index: number, which: number) => {
    const floors = new Map(oldest)
    const known = new Set(answered)
    const began = clock.now()
    const joins = engine.slots.get(idOf(addressOf(requireConfiguration(cache).addressRule, [which])))?.flight != null
    const { read, duration, staleDuration = 0, staleIfError = 0 } = caches[index] as Cachetta
    return (value: Value, isLookup: boolean): void => {
      if (value.key !== which) breach(`a call for ${which} got a value of ${value.key}`)
      for (const name of [which, ...tagsOf(value)]) {
        const floor = floors.get(name)
        if (floor !== undefined && value.birth < floor)
          breach(`told ${value.birth} after ${name} was changed at ${floor}`)
      }
      if (known.has(value.birth)) {
        const age = began - (storedAt.get(value.birth) ?? began)
        const limit = duration + Math.max(staleDuration, isLookup ? 0 : staleIfError)
        if (age >= limit && !hasFailed) breach(`told ${value.birth}, ${age} ms old, by a policy of ${limit} ms`)
        if (!read && !joins) breach(`told ${value.birth} from the cache by read: false`)
      }
      answered.add(value.birth)
    }
  }

  const call = (index: number, which: number, verb: 'call' | 'refresh'): void => {
    const check = expectations(index, which)
    const fn = functions[index]
    if (fn === undefined) return
    const promise = verb === 'call' ? fn(which) : fn.refresh(which)
    begin(
      `${verb} ${which} of ${index}`,
      promise.then((value) => check(value, false)),
    )
  }

  const lookUp = (index: number, which: number): void => {
    const check = expectations(index, which)
    const promise = functions[index]?.lookup(which) ?? Promise.resolve({ hit: false } as const)
    begin(
      `lookup ${which} of ${index}`,
      promise.then((found) => found.hit && check(found.value, true)),
    )
  }

  const forget = (names: readonly (number | string)[], run: () => Promise<void>): void => {
    const instant = disturb(names)
    disturbances += 1
    begin(`invalidate ${names}`, run(), () => {
      disturb(names)
      disturbances -= 1
      for (const name of names) since(name, instant)
    })
  }

  const write = (which: number): void => {
    const birth = disturb([which])
    const failedBefore = hasFailed
    begin(`write ${which}`, writeCache(cache, { birth, key: which }, which), () => {
      if (!failedBefore && !hasFailed) since(which, birth) // a write that failed was a value not kept
    })
  }

  const operate = (index: number, how: 'act' | 'answer' | 'fail'): void => {
    const { operations } = manual
    const operation = operations[index % Math.max(operations.length, 1)]
    if (operation === undefined) return
    if (how === 'fail') {
      if (operation.verb === 'list' || operation.isApplied) return
      hasFailed = true
      operation.fail(new Error('the disk is gone'))
    } else operation[how === 'act' ? 'apply' : how]()
  }

  const take = async (step: Command): Promise<void> => {
    for (const which of KEYS) {
      if (engine.slots.get(idOf(addressOf(requireConfiguration(cache).addressRule, [which]))) === undefined)
        restedAt.set(which, time)
    }
    switch (step.do) {
      case 'call':
      case 'refresh':
        call(step.variant, step.key, step.do)
        break
      case 'lookup':
        lookUp(step.variant, step.key)
        break
      case 'write':
        write(step.key)
        break
      case 'invalidate':
        forget([step.key], () => cache.invalidate(step.key))
        break
      case 'invalidateAll':
        forget(KEYS, () => cache.invalidateAll())
        break
      case 'invalidateTags':
        forget([step.tag], () => cache.invalidateTags(step.tag))
        break
      case 'finish': {
        const candidates = running()
        candidates[step.pick % Math.max(candidates.length, 1)]?.settle(step.isWell)
        break
      }
      case 'pass':
        clock.advance(step.ms)
        break
      case 'turn':
        for (let tick = 0; tick < step.ticks; tick += 1) await undefined
        if (step.ticks === 6) await flushPromises()
        break
      default:
        operate(step.pick, step.do)
    }
    if (broken) throw broken
  }

  /** Stores each entry once, without a trace in memory. */
  const warm = async (): Promise<void> => {
    for (const which of KEYS)
      begin(`write ${which}`, writeCache(cache.copy({ lruSize: null }), { birth: 0, key: which }, which))
    for (const operation of [...manual.operations]) operation.answer()
    await flushPromises()
  }

  const isAtRest = () =>
    open.size + running().length + manual.operations.length + [...engine.slots.values()].length === 0

  const end = async (): Promise<void> => {
    for (let round = 0; round < 200 && !isAtRest(); round += 1) {
      for (const operation of [...manual.operations]) operation.answer()
      for (const computation of running()) computation.settle(true)
      await flushPromises()
      if (broken) throw broken
    }
    if (open.size > 0) throw new Error(`never settled: ${[...open].join(', ')}`)
    if ([...engine.slots.values()].length > 0) throw new Error('a slot was never released')
    for (const which of KEYS) await agree(which)
  }

  /** Memory and store tell the same, and nothing that was forgotten or replaced. */
  const agree = async (which: number): Promise<void> => {
    const kept = manual.inner.get(addressOf(requireConfiguration(cache).addressRule, [which]), builtInTypes)
    const value = kept?.value as Value | undefined // nothing else is stored in a play
    for (const each of caches) {
      const known = requireConfiguration(each).memory?.get(
        idOf(addressOf(requireConfiguration(cache).addressRule, [which])),
      )?.entry
      if (known === undefined || hasFailed) continue
      const { birth } = known.value as Value
      if (birth !== value?.birth) throw new Error(`memory holds ${birth} of ${which}, the store ${value?.birth}`)
    }
    for (const name of value === undefined || hasFailed ? [] : [which, ...tagsOf(value)]) {
      const floor = oldest.get(name)
      if (value && floor !== undefined && value.birth < floor)
        throw new Error(`${value.birth} is still stored, ${name} changed at ${floor}`)
    }
  }

  return { warm, take, end }
}

function tagsOf({ birth, key: which }: Value): string[] {
  return [`key ${which}`, birth % 2 === 0 ? 'even' : 'odd']
}
