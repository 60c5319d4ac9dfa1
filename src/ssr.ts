export { prefetch } from './cachetta/by-key.ts'
export { type DehydrateOptions, dehydrate } from './ssr/dehydrate.ts'
export { hydrate } from './ssr/hydrate.ts'
