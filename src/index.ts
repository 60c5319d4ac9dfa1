export { fileStore } from '#file-store'
export { indexedDbStore } from '#indexeddb-store'
export { mutate, peek, prefetch, preload, subscribe } from './cachetta/by-key.ts'
export { Cachetta } from './cachetta/cachetta.ts'
export type {
  AsyncVerbs,
  CachedFunction,
  CachedSyncFunction,
  EntryInfo,
  ListedEntry,
  SyncVerbs,
} from './cachetta/interface.ts'
export type { CachettaOptions, Overrides } from './cachetta/options.ts'
export { lookup, lookupSync, readCache, readCacheSync, writeCache, writeCacheSync } from './cachetta/primitives.ts'
export type { Wish } from './engine/asked.ts'
export type { CacheEvent } from './engine/event.ts'
export { type Logger, type LogLevel, setLogger, setLogLevel } from './engine/log.ts'
export type { Lookup } from './engine/lookup.ts'
export type { MutateOptions } from './engine/mutate-options.ts'
export type { AllowedType, AllowedTypes, CustomType } from './entry/allowed-types.ts'
export type { Duration } from './entry/duration.ts'
export type { Entry, EntryHeader } from './entry/entry.ts'
export { decodeEntry, encodeEntry } from './entry/text.ts'
export {
  CachettaError,
  type ErrorCode,
  InvalidKeyError,
  InvalidOptionError,
  InvalidPathError,
  StoreError,
  UnsafeTypeError,
} from './errors.ts'
export type { Address } from './key/address.ts'
export { hash } from './key/hash.ts'
export type { FileStoreOptions } from './store/file/options.ts'
export type { IndexedDbStoreOptions } from './store/indexeddb/options.ts'
export { memoryStore } from './store/memory.ts'
export type { Change, EntryStat, Lock, Store, SyncLock, SyncStore } from './store/store.ts'
