export type { BackendStoreOptions } from './store/backend/backend.ts'
export type { NamedValuesOptions } from './store/named-values/named-values.ts'
export {
  type UnstorageDriver,
  type UnstorageMeta,
  type UnstorageValue,
  type UnstorageWriteOptions,
  unstorageDriver,
} from './store/unstorage/unstorage-driver.ts'
export { type UnstorageInstance, unstorageStore } from './store/unstorage/unstorage-store.ts'
