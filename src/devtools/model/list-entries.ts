// The entries of a cache: those of the store, and those in memory.

import type { ActiveEntry, Cachetta, ListedEntry } from 'cachetta'
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
    const inMemory = new Map<string, EntryRow>()
    for (const active of inspect(this.#cache)) {
      const row = this.#toActiveRow(active)
      inMemory.set(row.location, row)
      await nextSlice()
    }
    const rows: EntryRow[] = []
    for await (const entry of this.#listStore()) {
      rows.push(this.#toStoredRow(entry, inMemory.get(entry.path)))
      inMemory.delete(entry.path)
      await nextSlice()
    }
    // Stores list by name, so the first part is almost sorted. That takes a tenth of the time.
    return [...rows, ...inMemory.values()].sort(byLabel)
  }

  /** Reads a few entries again. Resolves with all rows, sorted by label. */
  async update(rows: readonly EntryRow[], ids: ReadonlySet<string>): Promise<readonly EntryRow[]> {
    await this.#learnKeys(createTimeSlice())
    const changed: EntryRow[] = []
    const active = new Map(inspect(this.#cache).map((each) => [entryIdOf(each.path, each.key), each]))
    for (const id of ids) {
      const known = rows.find((row) => row.id === id)
      const activeNow = active.get(id)
      const row = activeNow ? this.#toActiveRow(activeNow) : known && { ...known, active: undefined }
      if (!row) continue
      const info = await row.target?.cache.info(...row.target.args)
      const stored = info?.exists ? toFacts({ ...info, tags: known?.stored?.tags ?? [] }) : undefined
      if (stored || row.active) changed.push({ ...row, stored })
    }
    return [...rows.filter(({ id }) => !ids.has(id)), ...changed].sort(byLabel)
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

  #toActiveRow(active: ActiveEntry): EntryRow {
    const { key, path } = active
    const place = `${path} ${key}`.trimEnd()
    const target = this.#findTarget(path, key, place)
    const location = target ? target.cache.pathFor(...target.args) : place
    return this.#toRow(path, key, { location, target, active, stored: undefined })
  }

  #toStoredRow(entry: ListedEntry, inMemory: EntryRow | undefined): EntryRow {
    const stored = toFacts(entry)
    if (inMemory) return { ...inMemory, stored }
    const location = entry.path
    const path = pathIn(location, entry.key)
    const target = this.#findTarget(path, entry.key, location)
    return this.#toRow(path, entry.key, { location, target, active: undefined, stored })
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

const byLabel = (one: EntryRow, other: EntryRow): number => (one.label < other.label ? -1 : 1)

function toFacts({
  age,
  expiresIn,
  size,
  tags,
}: Pick<ListedEntry, 'age' | 'expiresIn' | 'size' | 'tags'>): StoredFacts {
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
