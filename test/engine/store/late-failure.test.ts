import { expect, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { memoryStore, readCache } from '../../../src/index.ts'
import type { ReportError } from '../../../src/store/reports.ts'
import { createTestCache } from '../../../src/testing.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

function createReportingStore(): { readonly store: Store; readonly report: ReportError } {
  let report: ReportError = () => {}
  const store: Store = {
    ...memoryStore(),
    wake: (reportError = report) => {
      report = reportError
    },
  }
  return { store, report: (...args) => report(...args) }
}

it('logs a write that fails after `set` has resolved, without a read, once for each entry', async () => {
  const { report, store } = createReportingStore()
  const { cache } = createTestCache({ store })
  const failing = async (key: string) => {
    await cache(async () => 1)()
    report(new Error('too large'), { path: 'test', key, exact: false })
  }
  for (const key of ['1', '2', '1', '1']) await failing(key)
  expect(lines).toEqual([
    'warn cachetta: the memory store cannot keep test 1: too large',
    'warn cachetta: the memory store cannot keep test 2: too large',
  ])
})

it('logs a medium that fails once, whatever is written', async () => {
  const { report, store } = createReportingStore()
  createTestCache({ store })
  for (let failure = 0; failure < 50; failure += 1) report(new Error('the disk is gone'))
  expect(lines).toEqual(['warn cachetta: the memory store cannot keep its entries: the disk is gone'])
})

it('a scope takes no report away from its cache', async () => {
  const { report, store } = createReportingStore()
  const { cache } = createTestCache({ store })
  await readCache(cache.scope())
  report(new Error('the disk is gone'))
  expect(lines).toHaveLength(1)
})
