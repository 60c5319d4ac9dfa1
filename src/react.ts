export type { MutateOptions } from './engine/change/mutate.ts'
export type { Key, KeyOrNone, NoKey } from './react/config/key.ts'
export type { Fetcher, FetcherContext, Middleware, Options, ProviderOptions, Retry } from './react/config/options.ts'
export { CachettaProvider, type ProviderProps } from './react/config/provider.ts'
export type { BoundMutate } from './react/observer/hook-state.ts'
export type { Sink, Source } from './react/observer/stream.ts'
export type { GetKey, InfiniteOptions } from './react/pages/pages-query.ts'
export type { Result } from './react/result/result.ts'
export { useCachetta } from './react/use-cachetta.ts'
export { type ConfigHere, type MutateHere, useCachettaConfig } from './react/use-cachetta-config.ts'
export { type InfiniteResult, useCachettaInfinite } from './react/use-cachetta-infinite.ts'
export {
  type MutationOptions,
  type MutationResult,
  type Sender,
  type Trigger,
  useCachettaMutation,
} from './react/use-cachetta-mutation.ts'
export { type SubscriptionResult, useCachettaSubscription } from './react/use-cachetta-subscription.ts'
export type { Cached, CachedKey, UseCachetta } from './react/use-cachetta-type.ts'
export { CachettaHydration, type HydrationProps } from './ssr/hydration.ts'
