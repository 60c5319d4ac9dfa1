import type { RenderOptions, RenderResult } from '@testing-library/react'
import { render as renderUnwrapped } from '@testing-library/react'
import type { ComponentType, ReactElement, ReactNode } from 'react'
import { Fragment, StrictMode, version } from 'react'
import { inject } from 'vitest'

export { act, fireEvent, screen, waitFor, within } from '@testing-library/react'

declare module 'vitest' {
  interface ProvidedContext {
    /** The release of React on which the project runs its tests, and whether in StrictMode. */
    react: { release: string; isStrict: boolean }
  }
}

/** True in the projects that render everything in StrictMode, so that renders and mounts happen twice. */
export const isStrict: boolean = inject('react').isStrict

/** 17, 18 or 19. */
export const reactRelease: number = Number.parseInt(version, 10)

type Wrapper = ComponentType<{ children: ReactNode }>

/**
 * Testing Library's `render`, in StrictMode if the project says so. StrictMode is the root of the tree: inside a component, React
 * 19 does not mount twice.
 */
export function render(
  element: ReactElement,
  { wrapper: Wrap = Fragment, ...options }: RenderOptions = {},
): RenderResult {
  const Root = isStrict ? StrictMode : Fragment
  const wrap = (child: ReactNode): ReactElement => (
    <Root>
      <Wrap>{child}</Wrap>
    </Root>
  )
  const rendered = renderUnwrapped(wrap(element), options)
  return { ...rendered, rerender: (child) => rendered.rerender(wrap(child)) }
}

/** A hook in a mounted component. Works in the same way on every release of React. */
export interface RenderedHook<Props, Result> {
  /** The last result of the hook. */
  readonly result: { readonly current: Result }
  rerender(props: Props): void
  unmount(): void
}

/** Mounts a component that calls a hook. */
export function renderHook<Props, Result>(
  useHook: (props: Props) => Result,
  { initialProps, wrapper }: { initialProps?: Props; wrapper?: Wrapper } = {},
): RenderedHook<Props, Result> {
  const results: Result[] = []
  function Caller({ props }: { props: Props }): null {
    results.push(useHook(props))
    return null
  }
  const createElement = (props: Props): ReactElement => <Caller props={props} />
  // A hook without initial props takes no props.
  const rendered = render(createElement(initialProps as Props), wrapper && { wrapper })
  return {
    result: {
      get current() {
        return results.at(-1) as Result // if the hook throws, render() has thrown already
      },
    },
    rerender: (props) => rendered.rerender(createElement(props)),
    unmount: rendered.unmount,
  }
}
