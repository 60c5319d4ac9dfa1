export type { MutateOptions } from './engine/change/mutate.ts'
export type { Cached, CachedKey, Key, KeyOrNone, NoKey } from './react/config/key.ts'
export type {
  AllRequest,
  Fetcher,
  FetcherContext,
  Middleware,
  MutationOptions,
  Options,
  ProviderOptions,
  Retry,
  SubscriptionOptions,
} from './react/config/options.ts'
export { CachettaProvider, type ProviderProps } from './react/config/provider.ts'
export type { Register, RegisteredError } from './react/config/register.ts'
export type { BoundMutate } from './react/observer/hook-state.ts'
export type { Sink, Source } from './react/observer/stream.ts'
export type { GetKey, InfiniteOptions } from './react/pages/pages-query.ts'
export type { Result } from './react/result/result.ts'
export { useCachetta } from './react/use-cachetta.ts'
export {
  type AllResult,
  useCachettaAll,
} from './react/use-cachetta-all.ts'
export { type ConfigHere, type MutateHere, useCachettaConfig } from './react/use-cachetta-config.ts'
export { type InfiniteResult, useCachettaInfinite } from './react/use-cachetta-infinite.ts'
export {
  type MutationResult,
  type Sender,
  type Trigger,
  type TriggerOptions,
  useCachettaMutation,
} from './react/use-cachetta-mutation.ts'
export {
  type SubscriptionResult,
  type UseCachettaSubscription,
  useCachettaSubscription,
} from './react/use-cachetta-subscription.ts'
export type { UseCachetta } from './react/use-cachetta-type.ts'
export { useIsValidating, type ValidatingFilter } from './react/use-is-validating.ts'
export { type OutboxResult, type ShownOutbox, useOutbox } from './react/use-outbox.ts'
export { CachettaHydration, type HydrationProps } from './ssr/hydration.ts'
