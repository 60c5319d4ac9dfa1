export {
  type SWRSubscription,
  type SWRSubscriptionHook,
  type SWRSubscriptionOptions,
  type SWRSubscriptionResponse,
  subscription,
  useSWRSubscription as default,
} from './swr/subscription.ts'
