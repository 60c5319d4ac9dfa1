import { expect, it, vi } from 'vitest'
import { createDeferred } from '../../support/deferred.ts'
import { settle } from '../support/settle.ts'
import type { MountedEntry } from '../support/show-entry.tsx'
import { showWithData } from '../support/show-with-data.ts'

/** The data of the renders, without repetitions. */
const changesOf = (page: MountedEntry) =>
  page.renders.map(({ data }) => data).filter((data, index, all) => index === 0 || data !== all[index - 1])

it('shows nothing between optimistic and committed data, even if a poll answers (4)', async () => {
  const { app, server, page } = await showWithData('first', { refreshInterval: 1000 })
  const change = createDeferred<string>()
  await settle(() => page.result.mutate(change.promise, { optimisticData: 'optimistic' }))
  await app.advance('1s')
  await server.answer('first')
  await settle(() => change.resolve('mutated'))
  await server.answer('mutated')

  expect(changesOf(page)).toEqual([undefined, 'first', 'optimistic', 'mutated'])
})

it('shows optimistic data until the refetch answers if `populateCache` is false (4)', async () => {
  const { server, page } = await showWithData('first')
  const change = createDeferred<string>()
  await settle(() => page.result.mutate(change.promise, { optimisticData: 'optimistic', populateCache: false }))
  await settle(() => change.resolve('OK'))
  expect(page.latest.data).toBe('optimistic')

  await server.answer('mutated')
  expect(changesOf(page)).toEqual([undefined, 'first', 'optimistic', 'mutated'])
})

it('rolls back to the data that was committed last, in both orders of failure (4)', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const { page } = await showWithData('first')
    const changes = [createDeferred<string>(), createDeferred<string>()]
    await settle(() =>
      changes.map(({ promise }, index) =>
        page.result
          .mutate(promise, { optimisticData: `change ${index}, optimistic`, revalidate: false })
          .catch(() => {}),
      ),
    )
    expect(page.latest.data).toBe('change 1, optimistic')
    for (const index of order) await settle(() => changes[index]?.reject('refused'))

    expect(page.latest.data).toBe('first')
    await page.unmount()
  }
})

it('keeps optimistic data after an error if `rollbackOnError` returns false (4)', async () => {
  const { page } = await showWithData('first')
  const rollbackOnError = (error: unknown) => error !== 'abort'
  await settle(() =>
    page.result
      .mutate(Promise.reject('abort'), { optimisticData: 'optimistic', rollbackOnError, revalidate: false })
      .catch(() => {}),
  )

  expect(page.latest.data).toBe('optimistic')
})

it('calls `optimisticData` with the committed and the displayed data (4)', async () => {
  const { page } = await showWithData('first')
  const optimisticData = vi.fn((_committed: unknown, displayed: unknown) => `${displayed}+`)
  await settle(() => {
    void page.result.mutate(createDeferred().promise, { optimisticData })
    void page.result.mutate(createDeferred().promise, { optimisticData })
  })

  expect(optimisticData.mock.calls).toEqual([
    ['first', 'first'],
    ['first', 'first+'],
  ])
  expect(page.latest.data).toBe('first++')
})
