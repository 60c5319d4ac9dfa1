import { writeValue, writeValueSync } from '../../engine/change/write.ts'
import type { Lookup } from '../../engine/read/lookup.ts'
import { lookUpEntry, lookUpEntrySync } from '../../engine/read/lookup.ts'
import type { EntryRequest } from '../../engine/request/request.ts'
import { configurationOf } from '../cachetta.ts'
import { checkSync } from '../functions/wrap-sync.ts'
import type { Cachetta } from '../interface.ts'
import type { Configuration } from '../options/configuration.ts'
import { tagsFor, toEntryRequest } from '../options/requests.ts'

/** What a call finds: the type it asks for, else the one that the cache's `condition` guards. */
type FoundType<Value, Kept> = [Value] extends [never] ? Kept : Value

/**
 * Resolves with the fresh value of these arguments, or `null`: missing, expired, damaged, unsafe, `read: false`.
 * Also `null` for a cached `null`; `lookup` tells the two apart.
 * @throws {InvalidKeyError} {InvalidPathError} for arguments that name no entry.
 */
export async function readCache<Value = never, Kept = unknown>(
  cache: Cachetta<Kept>,
  ...args: readonly unknown[]
): Promise<FoundType<Value, Kept> | null> {
  return freshValue(await lookup<Value, Kept>(cache, ...args))
}

/** The synchronous twin of {@link readCache}. */
export function readCacheSync<Value = never, Kept = unknown>(
  cache: Cachetta<Kept>,
  ...args: readonly unknown[]
): FoundType<Value, Kept> | null {
  return freshValue(lookupSync<Value, Kept>(cache, ...args))
}

/**
 * Looks up what the cache holds, also within `staleDuration`, and computes nothing. `age` in milliseconds.
 * @throws {InvalidKeyError} {InvalidPathError} for arguments that name no entry.
 */
export async function lookup<Value = never, Kept = unknown>(
  cache: Cachetta<Kept>,
  ...args: readonly unknown[]
): Promise<Lookup<FoundType<Value, Kept>>> {
  const configuration = configurationOf(cache)
  const found = await lookUpEntry(configuration.engine, toEntryRequest(configuration, args))
  return found as Lookup<FoundType<Value, Kept>> // the caller's word for what was stored
}

/** The synchronous twin of {@link lookup}. */
export function lookupSync<Value = never, Kept = unknown>(
  cache: Cachetta<Kept>,
  ...args: readonly unknown[]
): Lookup<FoundType<Value, Kept>> {
  const configuration = configurationOf(cache)
  checkSync(configuration, 'lookupSync')
  const found = lookUpEntrySync(configuration.engine, toEntryRequest(configuration, args))
  return found as Lookup<FoundType<Value, Kept>> // the caller's word for what was stored
}

/**
 * Stores a value for these arguments; it wins over a computation that is running. A failing store is one log line.
 * @throws {UnsafeTypeError} for a value that could not come back as it is.
 * @throws {InvalidKeyError} {InvalidPathError} for arguments that name no entry.
 */
export async function writeCache<Value>(
  cache: Cachetta<Value>,
  value: NoInfer<Value>,
  ...args: readonly unknown[]
): Promise<void> {
  const configuration = configurationOf(cache)
  await writeValue(configuration.engine, toWriteRequest(configuration, args), value)
}

/** The synchronous twin of {@link writeCache}. */
export function writeCacheSync<Value>(
  cache: Cachetta<Value>,
  value: NoInfer<Value>,
  ...args: readonly unknown[]
): void {
  const configuration = configurationOf(cache)
  checkSync(configuration, 'writeCacheSync')
  writeValueSync(configuration.engine, toWriteRequest(configuration, args), value)
}

function toWriteRequest(
  configuration: Configuration,
  args: readonly unknown[],
): EntryRequest & { tagsOf: (value: unknown) => readonly string[] } {
  return { ...toEntryRequest(configuration, args), tagsOf: (value) => tagsFor(configuration, value, args) }
}

function freshValue<Value>(found: Lookup<Value>): Value | null {
  return found.hit && !found.stale ? found.value : null
}
