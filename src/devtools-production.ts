export { Devtools as CachettaDevtools, type DevtoolsProps } from './devtools/devtools.tsx'
