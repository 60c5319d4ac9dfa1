// The computations of an entry, on all machines: one holds the lock, others may run beside it. A run has a lease on the server,
// which its process renews. When the process dies, the lease ends, and one of those who wait takes the lock.
//
//     machine A   |-take-|--renew--|--renew--✗ dies           |
//     machine B        |~~~~~~~~~~~waits~~~~~~~~~~~~lease ends|-take-|
//
// Who waits is woken by a message when a run ends, and looks again at the end of the lease. The counter of ends says what has
// happened: if it has moved, the holder has finished, or the entry was written or deleted; else its lease ran out.

import type { Address } from '../../key/address.ts'
import type { Lock } from '../store.ts'
import type { EntryName } from './names.ts'
import { nameOf } from './names.ts'
import type { RunParts } from './run.ts'
import { createRun, LEASE_MS, releaseRun } from './run.ts'
import { TAKE_RUN } from './scripts.ts'
import type { Signal } from './signal.ts'

/** How long a waiter waits at most before it looks again, in milliseconds, should a message be lost. */
const LOOK_AGAIN_MS = 1_000

/** How long a call waits for a holder if nobody says it, in milliseconds. */
const MAX_WAIT_MS = 60_000

interface RunsParts extends RunParts {
  createSignal(channel: string): Signal
}

/** The answer of the server to one who wants to compute an entry. */
interface Taken {
  /** `ended`: another computation has ended since. */
  readonly state: 'taken' | 'busy' | 'ended'
  readonly ends: string
  /** `taken`: when the run began, on the server's clock. `busy`: how long the lease of the holder lasts, in milliseconds. */
  readonly number: number
  readonly token: string
  /** `taken`: the entry is missing. */
  readonly isEmpty: boolean
}

/** Takes the lock of an entry, or waits for its holder, as `lock` of the contract says. */
export async function takeLock(parts: RunsParts, address: Address, wait: boolean | number): Promise<Lock | null> {
  const taken = await take(parts, nameOf(address), 'lock')
  if (taken.state === 'taken') return toRun(parts, address, taken)
  return wait ? waitForHolder(parts, address, taken, wait === true ? MAX_WAIT_MS : wait) : null
}

/** Registers a computation beside the holder of the lock. */
export async function takeShare(parts: RunParts, address: Address): Promise<Lock> {
  return { ...toRun(parts, address, await take(parts, nameOf(address), 'share')), isShared: true }
}

async function waitForHolder(parts: RunsParts, address: Address, held: Taken, ms: number): Promise<Lock | null> {
  const name = nameOf(address)
  const signal = parts.createSignal(parts.names.endedChannel(name))
  const until = performance.now() + ms
  try {
    for (let leaseLeft = held.number; ; ) {
      const remaining = until - performance.now()
      if (remaining <= 0) return takeShare(parts, address)
      await signal.wait(Math.min(leaseLeft, LOOK_AGAIN_MS, remaining))
      const next = await take(parts, name, 'lock', held.ends)
      if (next.state === 'ended') return null
      if (next.state === 'taken') return toRun(parts, address, next)
      leaseLeft = next.number
    }
  } finally {
    signal.stop()
  }
}

async function take(parts: RunParts, name: EntryName, mode: 'lock' | 'share', knownEnds = ''): Promise<Taken> {
  const token = crypto.randomUUID()
  const answer = await parts.runScript(TAKE_RUN, name, [token, LEASE_MS, mode, knownEnds]).catch((error) => {
    parts.unfinished.add(releaseRun(parts, name, token)) // the server may have given the lock although its answer did not come in time
    throw error
  })
  const [state, ends, number, exists] = answer as readonly [Taken['state'], string, string, number]
  return { state, ends, number: Number(number), token, isEmpty: exists === 0 }
}

function toRun(parts: RunParts, address: Address, { isEmpty, number: order, token }: Taken): Lock {
  return { ...createRun(parts, address, { token, order }), isEmpty }
}
