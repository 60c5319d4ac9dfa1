// The three puzzles of docs/devtools.md. Each is solved by what the panel shows.
import type { ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import type { Cachetta } from '../../src/index.ts'
import { memoryStore } from '../../src/index.ts'
import { CachettaProvider, useCachetta } from '../../src/react.ts'
import { createTestCache } from '../../src/testing.ts'
import { recordLogLines } from '../support/log-lines.ts'
import { fireEvent, render, waitFor } from '../support/render.tsx'
import type { DevtoolsPage } from './support/devtools-page.tsx'
import { expectRows, openDevtools, pressKey, readRows } from './support/devtools-page.tsx'

const logLines = recordLogLines()

const fetchUser = vi.fn(async (): Promise<unknown> => ({ name: 'Ada' }))

/** The lines of the time line, the newest first. */
async function readTimeline({ panel }: DevtoolsPage): Promise<string> {
  fireEvent.click(panel.getByRole('tab', { name: 'Time line' }))
  const lines = await panel.findAllByRole('listitem')
  return lines
    .map((line) =>
      Array.from(line.children, ({ textContent }) => textContent)
        .slice(1, 4)
        .join(' '),
    )
    .join('\n')
}

test('a component fetches twice: two keys look the same, and the list has both', async () => {
  const idInUrl: string | number = '1'
  function Name(): ReactNode {
    return <p>{String(useCachetta(['user', 1], fetchUser).data)}</p>
  }
  function Avatar(): ReactNode {
    return <p>{String(useCachetta(['user', idInUrl], fetchUser).data)}</p>
  }
  const page = openDevtools([<Name key="name" />, <Avatar key="avatar" />])
  await expectRows(page, 'stale | "user","1"', 'stale | "user",1')
  const observers = readRows(page).map((row) => row.split(' | ')[5])
  expect(observers).toEqual(['1', '1'])
  const lines = await readTimeline(page)
  expect(lines).toContain('fetch "user",1 because of mount')
  expect(lines).toContain('fetch "user","1" because of mount')
})

test('data does not survive a reload: the store refuses it, and the time line says so', async () => {
  function Settings(): ReactNode {
    const { data } = useCachetta('settings', async () => ({ theme: 'dark', onChange: () => {} }))
    return <p>{data?.theme}</p>
  }
  const page = openDevtools(<Settings />)
  await expectRows(page, 'memory only | "settings"')
  await pressKey(page.panel.getByRole('grid'), 'Home')
  await page.panel.findByText('onChange')
  await page.panel.findByText('function')
  expect(await readTimeline(page)).toContain('refused "settings" not stored: condition, schema or type')
  expect(logLines.join()).toContain('cannot be stored')
})

test('two tabs disagree: one of them keeps the new name in its memory', async () => {
  const store = memoryStore()
  const [here, other] = [0, 1].map(() => createTestCache({ path: 'app', store, now: Date.now() }).cache)
  if (!here || !other) throw new Error('there are two tabs')
  function Name({ cache, persist }: { readonly cache: Cachetta; readonly persist?: boolean }): ReactNode {
    const { data, mutate } = useCachetta<string>(['user', 1], async () => 'Ada', { duration: '1h', persist })
    return (
      <CachettaProvider cache={cache}>
        <button type="button" onClick={() => void mutate('Grace', false)}>{`${data} in ${persist ?? true}`}</button>
      </CachettaProvider>
    )
  }
  render(
    <CachettaProvider cache={other}>
      <Name cache={other} persist={false} />
    </CachettaProvider>,
  )
  await waitFor(() => expect(document.body.textContent).toContain('Ada in false'))
  const page = openDevtools(<Name cache={here} />, { cache: here })
  await expectRows(page, 'stale | "user",1')
  fireEvent.click(document.querySelector('button') as Element)
  await waitFor(() => expect(document.body.textContent).toBe('Grace in falseAda in true'))
  expect(await readTimeline(page)).not.toContain('by another tab')
  page.unmount()
  const otherPage = openDevtools(<Name cache={other} persist={false} />, { cache: other })
  await expectRows(otherPage, 'memory only | "user",1')
  expect(readRows(otherPage)[0]?.split(' | ').at(-1)).toBe('memory')
})
