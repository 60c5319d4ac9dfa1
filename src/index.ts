export { fileStore } from '#file-store'
export { indexedDbStore } from '#indexeddb-store'
export { Cachetta } from './cachetta/cachetta.ts'
export { asCachedFunction, type CachedMethod } from './cachetta/functions/as-cached-function.ts'
export type {
  AsyncVerbs,
  CachedFunction,
  CachedSyncFunction,
  GuardedCachetta,
  SyncVerbs,
} from './cachetta/interface.ts'
export type { CachettaOptions, Overrides } from './cachetta/options/options.ts'
export type { AbortOptions } from './cachetta/verbs/abort-options.ts'
export {
  lookup,
  lookupSync,
  readCache,
  readCacheSync,
  writeCache,
  writeCacheSync,
} from './cachetta/verbs/by-arguments.ts'
export { mutate, peek, prefetch, preload, subscribe } from './cachetta/verbs/by-hook-key.ts'
export type { EntryInfo, ListedEntry } from './cachetta/verbs/entries.ts'
export { type ActiveEntry, inspect, subscribeEvents } from './cachetta/verbs/events.ts'
export { getOrSet, getOrSetSync } from './cachetta/verbs/get-or-set.ts'
export { restore } from './cachetta/verbs/restore.ts'
export type { CacheStats } from './cachetta/verbs/stats.ts'
export type { MutateOptions } from './engine/change/mutate.ts'
export type {
  CacheEvent,
  ChangeSource,
  DroppedEvent,
  EvictedEvent,
  FailedEvent,
  FlightStartEvent,
  FlightStepEvent,
  FlightTimeEvent,
  HitEvent,
  InvalidatedEvent,
  ItemChange,
  MissEvent,
  ObserverEvent,
  OutboxEvent,
  ReadCounts,
  RefusedEvent,
  RescuedEvent,
  StoredEvent,
  TroubleEvent,
} from './engine/events/event.ts'
export type { ActiveFlight } from './engine/events/flight-notes.ts'
export type { ChangeReason, DropReason, FlightReason, StoreOperation } from './engine/events/reasons.ts'
export { type LogLevel, setLogger, setLogLevel } from './engine/log.ts'
export type { Logger, LogRecord } from './engine/logger.ts'
export type { Lookup } from './engine/read/lookup.ts'
export type { PrefetchOptions } from './engine/request/resolve-key.ts'
export type { Schema, StandardSchema } from './engine/request/schema.ts'
export type { AllowedType, AllowedTypes, CustomType } from './entry/allowed-types.ts'
export { builtInTypes, createAllowedTypes } from './entry/allowed-types.ts'
export { type Duration, isDuration, parseDuration } from './entry/duration.ts'
export type { Entry, EntryHeader } from './entry/entry.ts'
export { decodeEntry, decodeEntryHeader, encodeEntry } from './entry/json/json-codec.ts'
export { deserialize, type SerializeOptions, serialize } from './entry/json/serialize.ts'
export {
  CachettaError,
  type ErrorCode,
  InvalidKeyError,
  InvalidOptionError,
  InvalidPathError,
  StoreError,
  TimeoutError,
  UnsafeTypeError,
} from './errors.ts'
export { type Address, isUnder } from './key/address.ts'
export { keyText } from './key/canonical.ts'
export { hash } from './key/hash.ts'
export type {
  FileStore,
  InspectedDamage,
  InspectedEntry,
  InspectedFile,
  InspectedOther,
  InspectOptions,
} from './store/file/inspection/inspected-file.ts'
export type { FileStoreOptions } from './store/file/options.ts'
export type { IndexedDbStoreOptions } from './store/indexeddb/options.ts'
export { memoryStore } from './store/memory/memory-store.ts'
export type { Change, EntryStat, Lock, Store, SyncLock, SyncStore, Visit } from './store/store.ts'
export { tieredStore } from './store/tiered/tiered-store.ts'
