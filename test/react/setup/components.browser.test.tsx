import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { expect, test } from 'vitest'
import { render, screen } from '../../support/render.tsx'

test('renders in a real page that has IndexedDB, locks and channels', async () => {
  render(<DatabaseList />)

  expect(await screen.findByText('databases can be listed')).toBeInstanceOf(HTMLElement)
  expect([typeof navigator.locks.request, typeof BroadcastChannel]).toEqual(['function', 'function'])
})

test('uses the files for browsers if an import of the package has several files', async () => {
  const platformOf = (await import('#sha256')).sha256.toString()

  expect(platformOf).not.toContain('createHash')
})

function DatabaseList(): ReactNode {
  const [areListed, setListed] = useState(false)
  useEffect(() => void indexedDB.databases().then((all) => setListed(Array.isArray(all))), [])
  return areListed ? 'databases can be listed' : 'listing databases'
}
