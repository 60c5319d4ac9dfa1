export {
  type MutationFetcher,
  type SWRMutationConfiguration,
  type SWRMutationHook,
  type SWRMutationResponse,
  type TriggerMutation,
  type TriggerWithArgs,
  type TriggerWithOptionsArgs,
  type TriggerWithoutArgs,
  useSWRMutation as default,
} from './swr/mutation.ts'
