import { hydrateRoot } from 'react-dom/client'
import { Cachetta, mutate } from '../../../src/index.ts'
import { hydrate } from '../../../src/ssr.ts'
import { App } from './streamed-app.tsx'

/** The members of the page that a test in Node uses. */
export interface StreamedPageApi {
  /** The errors from which React recovered while it hydrated. */
  readonly recovered: readonly string[]
  mutate(key: string, value: unknown): Promise<unknown>
}

const cache = new Cachetta({ path: 'cachetta' })
const recovered: string[] = []
const app: StreamedPageApi = { recovered, mutate: (key, value) => mutate(cache, key, value, { revalidate: false }) }
Reflect.set(globalThis, 'app', app)

const fetcher = async (name: string): Promise<unknown> => (await fetch(`/api/${name}`, { cache: 'no-store' })).json()

hydrate(cache)
hydrateRoot(document, <App cache={cache} fetcher={fetcher} />, {
  onRecoverableError: (error) => recovered.push(String(error)),
})
