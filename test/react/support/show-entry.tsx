import type { ReactNode } from 'react'
import type { Result } from '../../../src/react.ts'
import { useCachetta } from '../../../src/react.ts'
import { isStrict, render } from '../../support/render.tsx'
import { settle } from './settle.ts'
import type { TestApp } from './test-app.tsx'

/** A field of the hook's result. */
export type Field = 'data' | 'error' | 'isLoading' | 'isValidating' | 'isStale' | 'updatedAt' | 'source'

/** The fields that a render read, with their values. */
export type ReadFields = Partial<Record<Field, unknown>>

/** The arguments of the hook in a component, and the fields that the component reads. */
export interface HookProps {
  readonly key: unknown
  readonly fetcher?: unknown
  readonly options?: Readonly<Record<string, unknown>>
  readonly reads?: readonly Field[]
}

/** A mounted component that calls the hook, with what its renders read. */
export interface MountedEntry {
  /** The fields that the last render read. */
  readonly latest: ReadFields
  /** The fields that each render read, without the second renders of StrictMode. */
  readonly renders: readonly ReadFields[]
  /** The last result of the hook. */
  readonly result: Result
  /** Renders the component again with other props, and waits for the effects. */
  setProps(props: Partial<HookProps>): Promise<void>
  /** Renders the component again inside another action. Does not wait. */
  rerender(props: Partial<HookProps>): void
  unmount(): Promise<void>
}

const defaultReads: readonly Field[] = ['data', 'error', 'isLoading', 'isValidating']

/** The hook for keys and fetchers of any type. The tests in test/types check the types. */
export const useAny: (key: unknown, fetcher?: unknown, options?: unknown) => Result = useCachetta as never

/** Mounts a component that shows an entry. Does not wait for the effects. */
export function mountEntry({ Provider }: Pick<TestApp, 'Provider'>, initialProps: HookProps): MountedEntry {
  const log: ReadFields[] = []
  let props = initialProps
  let result: Result | undefined
  // The props are one object: React takes `key` out of props, and here it is the key of the entry.
  function Entry({ hookProps }: { hookProps: HookProps }): ReactNode {
    const { key, fetcher, options, reads = defaultReads } = hookProps
    result = useAny(key, fetcher, options)
    const fields = Object.fromEntries(reads.map((field) => [field, (result as Result)[field]]))
    log.push(fields)
    return <p>{String(fields['data'] ?? (fields['error'] ? 'error' : 'nothing'))}</p>
  }
  const createElement = () => (
    <Provider>
      <Entry hookProps={props} />
    </Provider>
  )
  const rendered = render(createElement())
  const rerender = (changes: Partial<HookProps>) => {
    props = { ...props, ...changes }
    rendered.rerender(createElement())
  }
  return {
    get latest() {
      return log.at(-1) ?? {}
    },
    get renders() {
      return isStrict ? log.filter((_, index) => index % 2 === 1) : log
    },
    get result() {
      return result as Result // there since the first render
    },
    rerender,
    setProps: (changes) => settle(() => rerender(changes)),
    unmount: () => settle(() => rendered.unmount()),
  }
}

/** Mounts a component that shows an entry, and waits for the effects. */
export async function showEntry(app: Pick<TestApp, 'Provider'>, props: HookProps): Promise<MountedEntry> {
  const page = mountEntry(app, props)
  await settle()
  return page
}
