// Values of another library as entries of a store. Each value is the entry at `path` whose only argument is its name, so a cache with
// this `path` reads it: `readCache(cache, 'user:1')`.

import type { AllowedType, AllowedTypes } from '../../entry/allowed-types.ts'
import { createAllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import { ageOf } from '../../entry/freshness.ts'
import { parseJson } from '../../entry/json/parse-json.ts'
import type { Address } from '../../key/address.ts'
import { canonicalText } from '../../key/canonical.ts'
import { checkLiteralPath } from '../../key/path.ts'
import type { AcceptedOptions } from '../check-options.ts'
import { checkMethods, checkOptions } from '../check-options.ts'
import type { EntryStat, Store } from '../store.ts'

/** The options of `keyvAdapter`, `unstorageDriver` and `cachifiedCache`. */
export interface NamedValuesOptions {
  /** The path of the entries. Values with different paths are kept apart. @default 'keyv', 'unstorage' or 'cachified' */
  readonly path?: string
  /** Classes that may be stored, as the option `allowedTypes` of a cache. @default the built-in types only */
  readonly allowedTypes?: readonly AllowedType[]
}

/** How long a value is needed. */
export interface ValueSpans {
  /** When the value was made, in epoch milliseconds. */
  readonly storedAt: number
  /** Spans in milliseconds, or `Infinity`. */
  readonly duration: number
  readonly staleDuration?: number
}

export interface NamedValues {
  /** Resolves to the entry, `null` if it is missing. It may be past its `duration`. */
  get(name: string): Promise<Entry | null>
  stat(name: string): Promise<EntryStat | null>
  set(name: string, value: unknown, spans: ValueSpans): Promise<void>
  delete(name: string): Promise<void>
  /** Resolves to the names that begin with `start`. */
  listNames(start: string): Promise<readonly string[]>
}

/** `owner` is the name of the function that users call. */
export function createNamedValues(
  owner: string,
  store: Store,
  { defaultPath, ...options }: NamedValuesOptions & { readonly defaultPath: string },
): NamedValues {
  checkMethods(owner, store, ['get', 'set', 'delete', 'stat', 'list'], 'a store, for example memoryStore()')
  checkOptions(owner, options, acceptedOptions)
  const { allowedTypes, path: givenPath = defaultPath } = options
  checkLiteralPath(givenPath)
  const types: AllowedTypes = createAllowedTypes(allowedTypes)
  const path = store.createPathResolver?.()(givenPath) ?? givenPath
  const addressOf = (name: string): Address => ({ path, key: canonicalText([name]), exact: false })

  return {
    get: (name) => store.get(addressOf(name), types),
    stat: (name) => store.stat(addressOf(name)),
    async set(name, value, spans) {
      const address = addressOf(name)
      const { duration, staleDuration = 0 } = spans
      await store.set(address, { key: address.key, tags: [], value, ...spans }, types, duration + staleDuration)
    },
    delete: (name) => store.delete(addressOf(name)),
    async listNames(start) {
      const names: string[] = []
      for await (const { address } of store.list(path)) {
        const name = address.path === path && !address.exact ? parseName(address.key) : undefined
        if (name?.startsWith(start)) names.push(name)
      }
      return names
    },
  }
}

/** True if a value has outlived the span that it was stored with. */
export function isOutlived(entry: Omit<Entry, 'value'>, now: number): boolean {
  return ageOf(entry, now) >= (entry.duration ?? Number.POSITIVE_INFINITY)
}

// The two functions below check their values themselves, with errors of their own.
const acceptedOptions: AcceptedOptions<NamedValuesOptions> = {
  path: () => undefined,
  allowedTypes: () => undefined,
}

/** The canonical text of a text is JSON. Returns `undefined` for the key of an entry of others. */
function parseName(key: string): string | undefined {
  try {
    const name = parseJson(key, 1)
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}
