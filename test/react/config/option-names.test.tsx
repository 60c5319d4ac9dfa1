import type { ReactElement } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  CachettaProvider,
  useCachetta,
  useCachettaInfinite,
  useCachettaMutation,
  useCachettaSubscription,
} from '../../../src/react.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { render } from '../../support/render.tsx'
import { settle } from '../support/settle.ts'
import { createTestApp } from '../support/test-app.tsx'

const lines = recordLogLines()
afterEach(() => vi.unstubAllEnvs())

/** Mounts a component with a hook twice, and returns the warnings about options. */
async function findWarnings(useHook: () => unknown): Promise<readonly string[]> {
  const { Provider } = createTestApp()
  function Caller(): null {
    useHook()
    return null
  }
  const element: ReactElement = (
    <Provider>
      <Caller />
      <Caller />
    </Provider>
  )
  const { rerender } = render(element)
  await settle()
  rerender(element)
  await settle()
  return lines.splice(0).filter((line) => line.includes('has no option'))
}

const hook = (options: object) => () => useCachetta('user', () => 1, options)

describe('an option that does not exist', () => {
  it.each<[option: string, advice: string]>([
    ['refetchInterval', 'did you mean refreshInterval?'],
    ['staleTime', 'did you mean duration?'],
    ['gcTime', 'memory is bounded by a number of entries'],
    ['enabled', 'give a falsy key while nothing should be fetched'],
    ['queryFn', 'give it as the second argument'],
    ['onSettled', 'did you mean onSuccess and onError?'],
    ['revalidateOnfocus', 'did you mean revalidateOnFocus?'],
    ['fallback', 'give it to the provider, or give this hook fallbackData'],
    ['initialSize', 'it is an option of useCachettaInfinite'],
    ['optimisticData', 'it is an option of useCachettaMutation'],
    ['constructor', 'its options are compare, condition'],
  ])('is named once in development: %s', async (option, advice) => {
    const warnings = await findWarnings(hook({ [option]: 1 }))
    expect(warnings).toEqual([expect.stringContaining(`useCachetta has no option ${option}; ${advice}`)])
  })

  it('is named for every hook that has options', async () => {
    const options: object = { suspens: true }
    const send = () => 1
    const source = () => () => {}
    expect(
      await findWarnings(() =>
        useCachettaInfinite(
          () => 'a',
          () => 1,
          options,
        ),
      ),
    ).toHaveLength(1)
    expect(await findWarnings(() => useCachettaMutation('a', send, options))).toHaveLength(1)
    expect(await findWarnings(() => useCachettaSubscription('a', source, options))).toHaveLength(1)
  })

  it('is named for a provider', async () => {
    const { cache } = createTestApp()
    render(<CachettaProvider cache={cache} options={{ dedupeInterval: 1 } as object} />)
    render(<CachettaProvider cache={cache} options={() => ({ dedupeInterval: 1 }) as object} />)
    expect(lines.filter((line) => line.includes('dedup'))).toEqual([
      expect.stringContaining('CachettaProvider has no option dedupeInterval; did you mean dedupingInterval?'),
    ])
  })

  it('is not looked for in production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    expect(await findWarnings(hook({ refetchInterval: 1 }))).toEqual([])
  })

  it('is not found among the options that exist', async () => {
    const every = {
      duration: 1,
      use: [],
      compare: Object.is,
      isPaused: () => false,
      onError: undefined,
      suspense: false,
    }
    expect(await findWarnings(hook(every))).toEqual([])
  })
})
