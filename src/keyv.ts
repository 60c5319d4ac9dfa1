export type { BackendStoreOptions } from './store/backend/backend.ts'
export { type KeyvAdapter, keyvAdapter } from './store/keyv/keyv-adapter.ts'
export { type KeyvInstance, keyvStore } from './store/keyv/keyv-store.ts'
export type { NamedValuesOptions } from './store/named-values/named-values.ts'
