export type { MutateOptions } from './engine/mutate-options.ts'
export type { BoundMutate } from './react/bound-mutate.ts'
export type { GetKey, InfiniteOptions } from './react/infinite-options.ts'
export type { Key, KeyOrNone, NoKey } from './react/key.ts'
export type { Fetcher, FetcherContext, Middleware, Options, ProviderOptions, Retry } from './react/options.ts'
export { CachettaProvider, type ProviderProps } from './react/provider.ts'
export type { Result } from './react/result.ts'
export type { Sink, Source } from './react/source.ts'
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
