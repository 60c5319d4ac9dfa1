export {
  type MutationFetcher,
  type SWRMutationConfiguration,
  type SWRMutationHook,
  type SWRMutationResponse,
  type TriggerMutation,
  useSWRMutation as default,
} from './swr/mutation.ts'
