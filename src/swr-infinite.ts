export { infinite, useSWRInfinite as default } from './swr/infinite.ts'
export type {
  ListOptions,
  SWRInfiniteCompareFn,
  SWRInfiniteConfiguration,
  SWRInfiniteFetcher,
  SWRInfiniteHook,
  SWRInfiniteKeyedMutator,
  SWRInfiniteKeyLoader,
  SWRInfiniteMutatorOptions,
  SWRInfiniteResponse,
} from './swr/list-configuration.ts'
export { unstable_serialize } from './swr/list-key.ts'
