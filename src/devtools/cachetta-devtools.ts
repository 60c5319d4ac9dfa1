import type { ReactNode } from 'react'
import { hasProcess } from '#environment'
import type { DevtoolsProps } from './devtools.tsx'
import { Devtools } from './devtools.tsx'

/** Bundlers put the value in place of this very expression. */
declare const process: { readonly env: { readonly NODE_ENV?: string } }

/**
 * A panel at the edge of the page that shows what the cache has and does. In a production build it renders its children and nothing
 * else, and the code of the panel is not in the bundle; import it from `cachetta/devtools/production` to have it there. A server
 * renders the children alone.
 * @example
 * ```tsx
 * import { Cachetta } from 'cachetta'
 * import { CachettaDevtools } from 'cachetta/devtools'
 * import { CachettaProvider } from 'cachetta/react'
 *
 * const cache = new Cachetta({ path: 'app' })
 *
 * export const Root = () => (
 *   <CachettaProvider cache={cache}>
 *     <CachettaDevtools>
 *       <App />
 *     </CachettaDevtools>
 *   </CachettaProvider>
 * )
 * ```
 */
export const CachettaDevtools: (props: DevtoolsProps) => ReactNode =
  hasProcess && process.env.NODE_ENV !== 'production' ? Devtools : renderChildren

function renderChildren({ children = null }: DevtoolsProps): ReactNode {
  return children
}
