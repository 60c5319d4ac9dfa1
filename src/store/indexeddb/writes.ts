// Written behind: a write is pending from its call until a transaction with it is complete, and reads see it meanwhile.
// A transaction takes along all that came before it began; what comes while it is on its way waits for the next.
//
//     set a, set b   |~~|-----transaction a b-----|-----transaction c d-----|
//     set c                     |~~~~~~~~~~~~~~~~~
//     set d                            |~~~~~~~~~~
//
// All of them come a task later, in their order, for it is the page's turn: what was fetched is shown, then copied and kept.
//
//     fetched 1000   |-set a, b, c …-|-render-|-copy a, b, c …-|-----transaction-----|
//
// Without a database everything stays pending, and that is the memory which the store falls back to.

import type { Address } from '../../key/address.ts'
import type { Change } from '../store.ts'
import type { Batch, Write } from './commit.ts'
import { commit } from './commit.ts'
import type { Medium } from './eviction.ts'
import { makeRoom } from './eviction.ts'
import { nameOf } from './record.ts'
import { createTurns } from './yield-to-page.ts'

export interface Writes {
  /** What is not kept yet, by name. */
  readonly pending: ReadonlyMap<string, Write>
  /**
   * Writes what `make` gives when it is the store's turn, `null` to delete. Resolves when the write is pending and, unless another
   * transaction is on its way, has begun. Rejects with what `make` throws.
   */
  add(address: Address, make: () => Write['record']): Promise<void>
  /** Makes it the store's turn, and begins what waits, at once. */
  flush(): Promise<void>
  /** Resolves when the write of an entry is kept, or has failed; `undefined` where none is pending. */
  whenKept(name: string): Promise<void> | undefined
}

/** `tell` hears of what has just been kept. */
export function createWrites(medium: Medium, tell: (changes: readonly Change[]) => void): Writes {
  const turns = createTurns()
  const pending = new Map<string, Write>()
  let waiting = new Map<string, Write>()
  let beginning: Promise<void> | undefined
  let committing: Promise<void> | undefined

  /** What waits comes before counting, unless that has been put off for long. */
  const goOn = (): void => {
    if (waiting.size === 0 || medium.uncounted > medium.maxBytes / 8) void makeRoom(medium)
    if (waiting.size > 0) beginning ??= send()
  }
  const send = async (): Promise<void> => {
    const entries = await medium.begin('readwrite')
    beginning = undefined
    if (entries === undefined || waiting.size === 0) return // the page was hidden, and has sent all
    const writes = [...waiting]
    waiting = new Map()
    const batch: Batch = () => writes.filter(([name, write]) => pending.get(name) === write)
    committing = commit(medium, batch, entries).then((isKept) => {
      committing = undefined // a page that is hidden may have sent another, which the database puts behind this one
      goOn()
      if (!isKept) return
      for (const [name] of batch()) pending.delete(name)
      tell(writes.map(([, { address, record }]) => ({ type: record ? 'set' : 'delete', address })))
    })
  }
  return {
    pending,
    async add(address, make) {
      await turns.wait()
      const name = nameOf(address)
      const write = { address, record: make() }
      pending.set(name, write)
      waiting.set(name, write)
      if (committing !== undefined) return
      beginning ??= send()
      await beginning
    },
    async flush() {
      await turns.take()
      if (waiting.size > 0) await send()
    },
    whenKept: (name) => (pending.has(name) ? untilKept() : undefined),
  }

  async function untilKept(): Promise<void> {
    await committing
    await beginning
    await committing
  }
}
