export { createTestCache, type TestCache, type TestClock } from './cachetta/test-cache.ts'
