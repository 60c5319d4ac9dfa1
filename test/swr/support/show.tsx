import type { ReactElement, ReactNode } from 'react'
import type { Cache, SWRConfiguration } from '../../../src/swr.ts'
import { SWRConfig } from '../../../src/swr.ts'
import { settle } from '../../react/support/settle.ts'
import { render } from '../../support/render.tsx'

/** An application on the screen, with a cache of its own. */
export interface ShownApp {
  readonly cache: Cache
  /** Renders other components under the same SWRConfig. */
  show(element: ReactElement): Promise<void>
}

/** Renders components under an SWRConfig whose provider returns `cache`, and waits for the effects. */
export async function showApp(
  element: ReactElement,
  config: SWRConfiguration = {},
  cache: Cache = new Map(),
): Promise<ShownApp> {
  const value: SWRConfiguration = { provider: () => cache, ...config }
  const wrap = (child: ReactNode) => <SWRConfig value={value}>{child}</SWRConfig>
  const { rerender } = render(wrap(element))
  await settle()
  return { cache, show: (next) => settle(() => rerender(wrap(next))) }
}
