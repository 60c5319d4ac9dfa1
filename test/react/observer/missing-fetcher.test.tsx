import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import { writeCache } from '../../../src/index.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { render } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry, useAny } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

const lines = recordLogLines()

it('warns once per key if there is no data and no fetcher', async () => {
  const app = createTestApp()
  await showEntry(app, { key: 'a' })
  await showEntry(app, { key: 'a' })
  await showEntry(app, { key: 'b', options: { fallbackData: 1 } })
  expect(lines).toEqual([
    'warn cachetta: test "a": no data and no fetcher; give the hook or its provider one, or put a cached function into the key',
  ])
})

it('does not warn if another hook fetches the data, or if the store has it', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  render(
    <app.Provider>
      <Entry />
      <Entry fetcher={server.fetcher} />
    </app.Provider>,
  )
  await settle()
  await server.answer('shared')
  expect(document.body.textContent).toBe('sharedshared')
  await settle(() => writeCache(app.cache, 'kept', 'b'))
  await showEntry(app, { key: 'b' })

  expect(lines).toEqual([])
})

function Entry({ fetcher }: { fetcher?: unknown }): ReactNode {
  return <p>{String(useAny('a', fetcher).data)}</p>
}
