// When each tag was revalidated. The states are entries of the store, so a revalidation in one instance shows in all others.
//
// A state that cannot be read is not the same as one that is missing: the entries with the tag may be outdated, so they must count as
// missing. A cache does not tell the two apart, so this file reads from the store itself. It writes through a cache, which logs a
// failure, and then reads whether the store has the state.

import type { Address, Cachetta } from 'cachetta'
import { builtInTypes, keyText, StoreError, writeCache } from 'cachetta'
import { readClock } from './clock.ts'
import type { RevalidationProfile } from './next-types.ts'
import type { TagState } from './tag-state.ts'
import { createTagState, isSameTagState, isTagState, mergeTagStates } from './tag-state.ts'

/** The tags of all instances over one store. */
export interface TagTable {
  /** Returns a reader for one request. It reads the state of each tag once. */
  createReader(): TagReader
  /**
   * Stores that tags are revalidated now. Never rejects. What the store does not take applies in this instance, and is sent again when
   * the next request begins.
   */
  revalidate(tags: readonly string[], profile: RevalidationProfile | undefined): Promise<void>
}

/** Reads the states of tags. Rejects if the store does not tell them. */
export type TagReader = (tags: readonly string[]) => Promise<readonly TagState[]>

/** A store that does not answer must not keep a page waiting. */
const LIMIT_MS = 5_000

/** Creates the table over a cache with the path of the states. It reads and writes nothing yet. */
export function createTagTable(cache: Cachetta<TagState>): TagTable {
  /** Revalidations that the store does not have yet. */
  const unsent = new Map<string, TagState>()
  let sending: Promise<unknown> | undefined

  async function read(tag: string): Promise<TagState> {
    const stored = await readStored(cache, tag)
    // A damaged state may have been any. So all entries with the tag are missing, and the next request replaces the state.
    if (stored === undefined) noteUnsent([tag], undefined)
    return mergeTagStates(stored ?? {}, unsent.get(tag) ?? {})
  }

  function noteUnsent(tags: readonly string[], profile: RevalidationProfile | undefined): void {
    const state = createTagState(readClock(), profile)
    for (const tag of tags) unsent.set(tag, mergeTagStates(unsent.get(tag) ?? {}, state))
  }

  async function sendState(tag: string, state: TagState): Promise<void> {
    const merged = mergeTagStates((await readStored(cache, tag)) ?? {}, state)
    await writeCache(cache, merged, tag)
    const stored = await readStored(cache, tag)
    if (stored && isSameTagState(stored, merged) && unsent.get(tag) === state) unsent.delete(tag)
  }

  /** One transmission runs at a time, so that two revalidations of a tag do not overwrite each other. */
  function send(): Promise<unknown> {
    sending ??= Promise.allSettled([...unsent].map(([tag, state]) => sendState(tag, state))).finally(() => {
      sending = undefined
    })
    return sending
  }

  return {
    createReader() {
      if (unsent.size > 0) void send()
      const states = new Map<string, Promise<TagState>>()
      return (tags) => Promise.all(tags.map((tag) => states.get(tag) ?? remember(states, tag, read(tag))))
    },
    async revalidate(tags, profile) {
      noteUnsent(tags, profile)
      await sending
      await send()
    },
  }
}

/** Returns `undefined` for a damaged state. Rejects if the store fails. */
async function readStored(cache: Cachetta<TagState>, tag: string): Promise<TagState | undefined> {
  const address: Address = { path: String(cache.path), key: keyText(tag), exact: false }
  try {
    const entry = await limitTime(cache.store.get(address, builtInTypes))
    return entry !== null && isTagState(entry.value) ? entry.value : {}
  } catch (error) {
    if (error instanceof StoreError && error.code === 'DAMAGED') return undefined
    throw error
  }
}

function remember<Value>(values: Map<string, Value>, key: string, value: Value): Value {
  values.set(key, value)
  return value
}

function limitTime<Result>(call: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StoreError('STORE', `no answer for ${LIMIT_MS / 1_000} s`)), LIMIT_MS)
    call.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
