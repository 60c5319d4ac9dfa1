import type { Lookup } from '../engine/lookup.ts'
import { lookUp, lookUpSync } from '../engine/lookup.ts'
import type { Question } from '../engine/question.ts'
import { write, writeSync } from '../engine/write.ts'
import { configurationOf } from './cachetta.ts'
import type { Configuration } from './configuration.ts'
import type { Cachetta } from './interface.ts'
import { questionOf, tagsFor } from './job.ts'
import { checkSync } from './wrap-sync.ts'

/** What a call finds: the type it asks for, else the one that the cache's `condition` guards. */
type Asked<Value, Kept> = [Value] extends [never] ? Kept : Value

/**
 * Resolves with the fresh value of these arguments, or `null`: missing, expired, damaged, unsafe, `read: false`.
 * Also `null` for a cached `null`; `lookup` tells the two apart.
 * @throws {InvalidKeyError} {InvalidPathError} for arguments that name no entry.
 */
export async function readCache<Value = never, Kept = unknown>(
  cache: Cachetta<Kept>,
  ...args: readonly unknown[]
): Promise<Asked<Value, Kept> | null> {
  return freshValue(await lookup<Value, Kept>(cache, ...args))
}

/** The synchronous twin of {@link readCache}. */
export function readCacheSync<Value = never, Kept = unknown>(
  cache: Cachetta<Kept>,
  ...args: readonly unknown[]
): Asked<Value, Kept> | null {
  return freshValue(lookupSync<Value, Kept>(cache, ...args))
}

/**
 * Looks up what the cache holds, also within `staleDuration`, and computes nothing. `age` in milliseconds.
 * @throws {InvalidKeyError} {InvalidPathError} for arguments that name no entry.
 */
export async function lookup<Value = never, Kept = unknown>(
  cache: Cachetta<Kept>,
  ...args: readonly unknown[]
): Promise<Lookup<Asked<Value, Kept>>> {
  const configuration = configurationOf(cache)
  const found = await lookUp(configuration.engine, questionOf(configuration, args))
  return found as Lookup<Asked<Value, Kept>> // the caller's word for what was stored
}

/** The synchronous twin of {@link lookup}. */
export function lookupSync<Value = never, Kept = unknown>(
  cache: Cachetta<Kept>,
  ...args: readonly unknown[]
): Lookup<Asked<Value, Kept>> {
  const configuration = configurationOf(cache)
  checkSync(configuration, 'lookupSync')
  const found = lookUpSync(configuration.engine, questionOf(configuration, args))
  return found as Lookup<Asked<Value, Kept>> // the caller's word for what was stored
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
  await write(configuration.engine, writing(configuration, args), value)
}

/** The synchronous twin of {@link writeCache}. */
export function writeCacheSync<Value>(
  cache: Cachetta<Value>,
  value: NoInfer<Value>,
  ...args: readonly unknown[]
): void {
  const configuration = configurationOf(cache)
  checkSync(configuration, 'writeCacheSync')
  writeSync(configuration.engine, writing(configuration, args), value)
}

function writing(
  configuration: Configuration,
  args: readonly unknown[],
): Question & { tagsOf: (value: unknown) => readonly string[] } {
  return { ...questionOf(configuration, args), tagsOf: (value) => tagsFor(configuration, value, args) }
}

function freshValue<Value>(found: Lookup<Value>): Value | null {
  return found.hit && !found.stale ? found.value : null
}
