import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { expect, test } from 'vitest'
import { render, screen } from '../support/render.tsx'

test('renders in a real page, which has IndexedDB, locks and channels', async () => {
  render(<Databases />)

  expect(await screen.findByText('databases: 0')).toBeInstanceOf(HTMLElement)
  expect([typeof navigator.locks.request, typeof BroadcastChannel]).toEqual(['function', 'function'])
})

test('takes the files of the browser where the package has several for a name', async () => {
  const platformOf = (await import('#sha256')).sha256.toString()

  expect(platformOf).not.toContain('createHash')
})

function Databases(): ReactNode {
  const [count, setCount] = useState<number>()
  useEffect(() => void indexedDB.databases().then((all) => setCount(all.length)), [])
  return `databases: ${count}`
}
