// The entries of a cache: those of the store, and those in memory.

import type { Cachetta, ListedEntry } from 'cachetta'
import { inspect, mutate } from 'cachetta'
import type { EntryRow, StoredFacts } from './entry-row.ts'
import { entryIdOf } from './event-log.ts'
import type { Target } from './keys.ts'
import { pathIn, targetOf, targetOfText, textOfKey } from './keys.ts'
import { createTimeSlice } from './time-slice.ts'

type NextSlice = ReturnType<typeof createTimeSlice>

/** Lists the entries of a cache, again and again. It remembers what it found out about keys. */
export class EntryLister {
  readonly #cache: Cachetta
  readonly #base: string | undefined
  /** By entry id. The key of a hook, or else what its text leads to. */
  readonly #targets = new Map<string, Target | undefined>()
  readonly #keysSeen = new WeakSet<object>()

  constructor(cache: Cachetta) {
    this.#cache = cache
    this.#base = typeof cache.path === 'string' ? cache.path : undefined
  }

  /** Resolves with the rows, sorted by label. Works in slices of a few milliseconds. */
  async list(): Promise<readonly EntryRow[]> {
    const nextSlice = createTimeSlice()
    await this.#learnKeys(nextSlice)
    const rows = new Map<string, EntryRow>()
    for (const active of inspect(this.#cache)) {
      const { key, path } = active
      const target = this.#findTarget(path, key, `${path} ${key}`)
      const location = target ? target.cache.pathFor(...target.args) : `${path} ${key}`.trimEnd()
      rows.set(location, this.#toRow(path, key, { location, target, active, stored: undefined }))
      await nextSlice()
    }
    for await (const entry of this.#listStore()) {
      const location = entry.path
      const known = rows.get(location)
      const path = known?.path ?? pathIn(location, entry.key)
      const target = known ? known.target : this.#findTarget(path, entry.key, location)
      const stored = toFacts(entry)
      rows.set(location, this.#toRow(path, entry.key, { location, target, active: known?.active, stored }))
      await nextSlice()
    }
    return [...rows.values()].sort((one, other) => (one.label < other.label ? -1 : 1))
  }

  /** A path function has no base, so the entries of its cache cannot be listed. */
  async *#listStore(): AsyncGenerator<ListedEntry> {
    if (this.#base !== undefined) yield* this.#cache.entries()
  }

  /** A text has no way back to a cached function, so the keys of hooks are better than their texts. */
  async #learnKeys(nextSlice: NextSlice): Promise<void> {
    for (const key of await listKeysInMemory(this.#cache)) {
      if (typeof key === 'object' && key !== null && this.#keysSeen.has(key)) continue
      if (typeof key === 'object' && key !== null) this.#keysSeen.add(key)
      const target = targetOf(this.#cache, key)
      const { path } = target.cache
      if (typeof path === 'string') this.#targets.set(entryIdOf(path, textOfKey(key)), target)
      await nextSlice()
    }
  }

  #findTarget(path: string, keyText: string, location: string): Target | undefined {
    const id = entryIdOf(path, keyText)
    if (!this.#targets.has(id)) this.#targets.set(id, targetOfText(this.#cache, keyText, location))
    return this.#targets.get(id)
  }

  #toRow(path: string, keyText: string, facts: Pick<EntryRow, 'active' | 'location' | 'stored' | 'target'>): EntryRow {
    return { ...facts, id: entryIdOf(path, keyText), path, keyText, label: this.#labelOf(path, keyText) }
  }

  #labelOf(path: string, keyText: string): string {
    if (path === this.#base) return keyText || '(no arguments)'
    const rest = path.startsWith(`${this.#base}/`) ? path.slice(`${this.#base}/`.length) : path
    return `${rest} ${keyText}`.trimEnd()
  }
}

function toFacts({ age, expiresIn, size, tags }: ListedEntry): StoredFacts {
  const duration = age === null || expiresIn === null ? 0 : age + expiresIn
  return { storedAt: age === null ? undefined : Date.now() - age, duration, size, tags }
}

/** A filter of `mutate` sees the key of every entry in memory. One that selects none changes nothing. */
async function listKeysInMemory(cache: Cachetta): Promise<readonly unknown[]> {
  const keys: unknown[] = []
  await mutate(cache, (key: unknown) => {
    keys.push(key)
    return false
  })
  return keys
}
