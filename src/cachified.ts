export {
  type CachifiedCache,
  type CachifiedEntry,
  type CachifiedMetadata,
  cachifiedCache,
} from './store/cachified/cachified-cache.ts'
export type { NamedValuesOptions } from './store/named-values/named-values.ts'
