export { cacheHandler, type NextCacheHandlerClass } from './next/cache-handler.ts'
export type {
  NextCacheContext,
  NextCacheControl,
  NextCacheHandler,
  NextCacheValue,
  NextReadContext,
  NextWriteContext,
  RevalidationProfile,
  UseCacheEntry,
  UseCacheHandler,
} from './next/next-types.ts'
export type { CacheHandlerOptions, CacheHandlersOptions } from './next/options.ts'
export { cacheHandlers } from './next/use-cache-handler.ts'
