export type { KeyValueStorage, StorageChange, StorageStoreOptions } from './store/storage/options.ts'
export { storageStore } from './store/storage/storage-store.ts'
