// @vitest-environment happy-dom
import { readdirSync } from 'node:fs'
import { inspect } from 'node:util'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import { Cachetta, readCache, writeCache } from '../../../src/index.ts'
import { CachettaProvider, useCachetta } from '../../../src/react.ts'
import { render } from '../../support/render.tsx'
import { settle } from '../support/settle.ts'

// In jsdom the other tests of this folder run. This file runs in happy-dom, the other imitation of a browser for component tests.

function User(): ReactNode {
  const { data, isLoading } = useCachetta(['user', 1], async () => 'Ada')
  return <p>{isLoading ? 'Loading …' : data}</p>
}

it('stores nothing on the disk in happy-dom, where tests of components run', async () => {
  expect(Reflect.get(globalThis, 'happyDOM')).toBeDefined()
  const before = readdirSync('.')
  const cache = new Cachetta({ path: 'app' })
  const { container } = render(
    <CachettaProvider cache={cache}>
      <User />
    </CachettaProvider>,
  )
  expect(container.textContent).toBe('Loading …')
  await settle()
  expect(container.textContent).toBe('Ada')
  await writeCache(cache, 'written', 'key')

  expect(await readCache(new Cachetta({ path: 'app', duration: '1d' }), 'key')).toBe('written') // the store is the same
  expect(inspect(cache)).toContain('memory')
  expect(readdirSync('.')).toEqual(before)
})

it('works without a provider', async () => {
  const { container } = render(<User />)
  await settle()
  expect(container.textContent).toBe('Ada')
})
