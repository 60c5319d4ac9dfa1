export type { MakeStore, StoreSource, TestRunner } from './store/contract/describe-store.ts'
export { describeStore } from './store/contract/describe-store.ts'
export type { StoredWhen, TestCache, TestCacheOptions, TestClock, TestEntry } from './testing/test-cache.ts'
export { createTestCache } from './testing/test-cache.ts'
