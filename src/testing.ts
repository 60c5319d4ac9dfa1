export type { MakeStore, StoreSource, TestRunner } from './store/contract/describe-store.ts'
export { describeStore } from './store/contract/describe-store.ts'
export type { TestCache, TestClock } from './testing/test-cache.ts'
export { createTestCache } from './testing/test-cache.ts'
