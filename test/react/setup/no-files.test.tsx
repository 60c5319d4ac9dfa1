// A process of Node with a DOM runs tests of components. They must leave no files in the project.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReactNode } from 'react'
import { expect, it, onTestFinished, vi } from 'vitest'
import { Cachetta, fileStore, mutate, readCache } from '../../../src/index.ts'
import { CachettaProvider, useCachetta } from '../../../src/react.ts'
import { render } from '../../support/render.tsx'
import { settle } from '../support/settle.ts'

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'cachetta-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

it('keeps what components and functions cache in memory', async () => {
  const directory = temporaryDirectory()
  const cache = new Cachetta({ path: join(directory, 'app') })
  const getUser = cache.at('users')(async (id: number) => ({ id }))
  function User(): ReactNode {
    const { data } = useCachetta('name', async () => 'Ada')
    return <p>{String(data)}</p>
  }
  render(
    <CachettaProvider cache={cache}>
      <User />
    </CachettaProvider>,
  )
  await settle()
  expect(document.body.textContent).toBe('Ada')
  await getUser(1)
  await mutate(cache, 'other', 1)
  expect([await readCache(cache, 'other'), await readCache(getUser.cache, 1)]).toEqual([1, { id: 1 }])
  expect(readdirSync(directory)).toEqual([])
})

it('shares its memory with hooks without a provider', async () => {
  await mutate(new Cachetta({ path: 'cachetta' }), 'shared', 'by both', false)
  function Shared(): ReactNode {
    const { data } = useCachetta('shared', async () => 'fetched', { revalidateIfStale: false })
    return <p>{String(data)}</p>
  }
  render(<Shared />)
  await settle()
  expect(document.body.textContent).toBe('by both')
})

it('writes files for a cache that is given the file store', async () => {
  const directory = temporaryDirectory()
  await mutate(new Cachetta({ path: join(directory, 'app'), store: fileStore() }), 'a', 1)
  expect(readdirSync(directory)).toHaveLength(1)
})

it('asks for the DOM when a cache is made, and a copy keeps the store of its cache', async () => {
  const directory = temporaryDirectory()
  const { document: dom } = globalThis
  vi.stubGlobal('document', undefined)
  onTestFinished(() => void vi.unstubAllGlobals())
  const early = new Cachetta({ path: join(directory, 'early') })
  vi.stubGlobal('document', dom)
  const late = new Cachetta({ path: join(directory, 'late') })
  for (const cache of [early.at('sub'), early.copy({ duration: '1h' }), late.at('sub')]) await mutate(cache, 'a', 1)
  expect([early.copy({}).store.name, late.store.name, early.copy({ store: null }).store.name]).toEqual([
    'file',
    'memory',
    'memory',
  ])
  expect(readdirSync(directory).every((name) => name.startsWith('early'))).toBe(true)
})
