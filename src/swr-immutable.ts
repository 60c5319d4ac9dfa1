export { immutable, useSWRImmutable as default } from './swr/immutable.ts'
