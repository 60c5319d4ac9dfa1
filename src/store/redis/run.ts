import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import type { Lock } from '../store.ts'
import { pause } from './breaker.ts'
import type { EntryName, Names } from './names.ts'
import { nameOf } from './names.ts'
import { HOLDS_RUN, RELEASE_RUN, RENEW_RUN } from './scripts.ts'
import type { UnfinishedWork } from './unfinished.ts'

/** How long a run counts without a sign of life, in milliseconds. */
export const LEASE_MS = 5_000
const RENEW_MS = LEASE_MS / 4

/** How long a release that the server did not get waits for the next attempt, in milliseconds. */
const RETRY_MS = 250

/** What the runs need of the store. */
export interface RunParts {
  readonly names: Names
  readonly unfinished: UnfinishedWork
  /** Runs a script on the keys of one entry. */
  runScript(script: string, name: EntryName, args: readonly (string | number)[]): Promise<unknown>
  /** Stores the result of a run. Resolves with `false` if the run no longer counts. */
  write(address: Address, entry: Entry, types: AllowedTypes, options: WriteOptions): Promise<boolean>
  /** True if one of the tags was invalidated after this instant. */
  wereEnded(tags: readonly string[], since: number): Promise<boolean>
}

export interface WriteOptions {
  readonly lifetime?: number | undefined
  /** The run whose result it is. */
  readonly run?: RunId
}

/** One computation of an entry. */
export interface RunId {
  readonly token: string
  /** When it began, on the server's clock. */
  readonly order: number
}

/** Renews the lease of a run until it is over. */
export function createRun(parts: RunParts, address: Address, run: RunId): Lock {
  const { runScript, wereEnded, write } = parts
  const name = nameOf(address)
  const { order, token } = run
  let isOver = false
  void renewUntil(
    () => isOver,
    () => runScript(RENEW_RUN, name, [token, LEASE_MS]),
  )
  return {
    order,
    async isHeld(tags = []) {
      const isHeld = (await runScript(HOLDS_RUN, name, [token])) === 1
      return isHeld && !(await wereEnded(tags, order))
    },
    async set(entry, types, lifetime) {
      const isWritten = await write(address, entry, types, { lifetime, run })
      isOver ||= isWritten // the write has ended the run on the server
      return isWritten
    },
    async release() {
      if (isOver) return
      isOver = true
      await releaseRun(parts, name, token)
    },
  }
}

/**
 * Releases a run that may hold the lock. Resolves after the first attempt. If it fails, further ones follow until the lease has ended by
 * itself: others wait for this run meanwhile.
 */
export async function releaseRun(
  { names, runScript, unfinished }: RunParts,
  name: EntryName,
  token: string,
): Promise<void> {
  const release = () =>
    runScript(RELEASE_RUN, name, [token, names.endedChannel(name)]).then(
      () => true,
      () => false,
    )
  if (!(await release())) unfinished.add(retry(release, performance.now() + LEASE_MS))
}

async function retry(release: () => Promise<boolean>, until: number): Promise<void> {
  do await pause(RETRY_MS)
  while (performance.now() < until && !(await release()))
}

async function renewUntil(isOver: () => boolean, renew: () => Promise<unknown>): Promise<void> {
  for (;;) {
    await pause(RENEW_MS)
    if (isOver()) return
    const answer = await renew().catch(() => undefined)
    if (answer === 0) return
  }
}
