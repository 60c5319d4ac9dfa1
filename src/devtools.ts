export { CachettaDevtools } from './devtools/cachetta-devtools.ts'
export type { DevtoolsProps } from './devtools/devtools.tsx'
