import type { RenderOptions, RenderResult } from '@testing-library/react'
import { render as renderLoosely } from '@testing-library/react'
import type { ComponentType, ReactElement, ReactNode } from 'react'
import { Fragment, StrictMode, version } from 'react'
import { inject } from 'vitest'

export { act, fireEvent, screen, waitFor, within } from '@testing-library/react'

declare module 'vitest' {
  interface ProvidedContext {
    /** What a project runs its tests on. */
    react: { release: string; isStrict: boolean }
  }
}

/** True in the projects that render everything in StrictMode: renders and mounts happen twice. */
export const isStrict: boolean = inject('react').isStrict

/** 17, 18 or 19. */
export const reactRelease: number = Number.parseInt(version, 10)

type Wrapper = ComponentType<{ children: ReactNode }>

/** Testing Library's `render`, in StrictMode where the project says so. */
export function render(element: ReactElement, { wrapper, ...options }: RenderOptions = {}): RenderResult {
  return renderLoosely(element, { ...options, wrapper: strictAround(wrapper ?? Fragment) as Wrapper })
}

/** What a hook returned last, with the means to call it with other props; on every release alike. */
export interface RenderedHook<Props, Result> {
  readonly result: { readonly current: Result }
  rerender(props: Props): void
  unmount(): void
}

/** Calls a hook in a component of its own. */
export function renderHook<Props, Result>(
  use: (props: Props) => Result,
  { initialProps, wrapper }: { initialProps?: Props; wrapper?: Wrapper } = {},
): RenderedHook<Props, Result> {
  const results: Result[] = []
  function Caller({ props }: { props: Props }): null {
    results.push(use(props))
    return null
  }
  const calling = (props: Props): ReactElement => <Caller props={props} />
  // Without initial props the hook takes none.
  const rendered = render(calling(initialProps as Props), wrapper && { wrapper })
  return {
    result: {
      get current() {
        return results.at(-1) as Result // a hook that threw has thrown out of render() already
      },
    },
    rerender: (props) => rendered.rerender(calling(props)),
    unmount: rendered.unmount,
  }
}

function strictAround(Inner: Wrapper | typeof Fragment): Wrapper {
  if (!isStrict) return Inner as Wrapper
  return function Strict({ children }) {
    return (
      <StrictMode>
        <Inner>{children}</Inner>
      </StrictMode>
    )
  }
}
