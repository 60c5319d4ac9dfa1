import type { ReactElement, ReactNode } from 'react'
import type { CachettaOptions } from '../../../src/index.ts'
import type { ProviderOptions } from '../../../src/react.ts'
import { CachettaProvider } from '../../../src/react.ts'
import type { TestCache } from '../../../src/testing.ts'
import { createTestCache } from '../../../src/testing.ts'
import { settle } from './settle.ts'
import type { TestBrowser } from './test-browser.ts'
import { createTestBrowser } from './test-browser.ts'

/** A cache whose clock the test sets, a browser that the test controls, and a provider of both. */
export interface TestApp extends TestCache {
  readonly browser: TestBrowser
  /** The provider of the cache and the browser. */
  readonly Provider: (props: { children?: ReactNode }) => ReactElement
  /** Advances the clock, and waits for the effects. */
  advance(span: number | string): Promise<void>
}

/** Creates a cache, a browser, and the provider of both. `defaults` are further options of the provider. */
export function createTestApp(options: Partial<CachettaOptions> = {}, defaults: ProviderOptions = {}): TestApp {
  const test = createTestCache(options)
  const browser = createTestBrowser()
  const providerOptions = { ...browser.options, ...defaults }
  return {
    ...test,
    browser,
    Provider: ({ children }) => (
      <CachettaProvider cache={test.cache} options={providerOptions}>
        {children}
      </CachettaProvider>
    ),
    advance: (span) => settle(() => test.clock.advance(span as number)), // `advance` checks text
  }
}
