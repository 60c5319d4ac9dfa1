export { mutate, SWRConfig, type SWRConfigProps, unload, useSWRConfig } from './swr/config.ts'
export type {
  Cache,
  FullConfiguration,
  Middleware,
  MiddlewareHook,
  PublicConfiguration,
  RequiredConfiguration,
  Revalidator,
  RevalidatorOptions,
  State,
  SWRConfiguration,
  SWRConfigValue,
  SWRGlobalConfig,
  SWRHook,
  SWRResponse,
} from './swr/configuration.ts'
export {
  type Arguments,
  type ArgumentsTuple,
  type BareFetcher,
  type Fetcher,
  type FetcherResponse,
  type Key,
  type KeyLoader,
  type StrictKey,
  type StrictTupleKey,
  unstable_serialize,
} from './swr/key.ts'
export type {
  KeyedMutator,
  MutatorCallback,
  MutatorOptions,
  ScopedMutator,
  Unloader,
  UnloadOptions,
} from './swr/mutator.ts'
export { preload } from './swr/preload.ts'
export { useSWR as default } from './swr/use-swr.ts'
