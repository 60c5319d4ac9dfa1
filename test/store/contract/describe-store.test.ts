import { describe, expect, it } from 'vitest'
import { contractChecks } from '../../../src/store/contract/contract-checks.ts'
import { checkStore, describeStore } from '../../../src/store/contract/describe-store.ts'
import { createReport, runCheck } from '../../../src/store/contract/store-report.ts'
import { memoryStore } from '../../../src/store/memory/memory-store.ts'
import type { Store } from '../../../src/store/store.ts'
import { brokenStores } from './broken-stores/broken-stores.ts'

describe('describeStore', () => {
  it('registers one test per sentence with the given runner, under the given name', () => {
    const registered: string[] = []
    const runner = {
      describe: (name: string, body: () => void) => [registered.push(name), body()],
      it: (title: string) => registered.push(title),
    }
    describeStore('mine', memoryStore, runner)
    expect(registered).toEqual(['mine', ...contractChecks.map(({ title }) => title)])
  })

  it('says what to pass if no runner is global', () => {
    expect(() => describeStore('mine', memoryStore)).toThrow('pass those of your test runner')
  })

  it('skips what does not apply if the runner can, and reports it with its reason', async () => {
    const skipped: unknown[] = []
    const bodies: ((...context: readonly unknown[]) => Promise<void>)[] = []
    const report = describeStore('mine', memoryStore, {
      describe: (_, body) => body(),
      it: (_, body) => bodies.push(body),
    })
    for (const body of bodies) await body({ skip: (reason: unknown) => skipped.push(reason) })
    expect(report.failed).toEqual([])
    expect(report.passed.length + report.skipped.length).toBe(contractChecks.length)
    expect(skipped).toEqual(report.skipped.map(({ reason }) => reason))
    expect(new Set(skipped)).toContain('the StoreSource has no reopen')
    expect(new Set(skipped)).toContain('the store has no deleteAll')
  })

  it('checks a store without a runner, and says what it has failed', async () => {
    const { name: _, ...nameless } = memoryStore()
    const { failed, passed } = await checkStore(() => nameless as Store)
    expect(failed.map(({ error }) => String(error))).toEqual([
      'Error: the store has the member name: expected a string, got undefined',
    ])
    expect(passed.length).toBeGreaterThan(30)
  })

  it('has no two checks with the same title', () => {
    expect(new Set(contractChecks.map(({ title }) => title)).size).toBe(contractChecks.length)
  })

  it('has a broken store for each check', () => {
    const failed = new Set(brokenStores.flatMap(({ failedChecks }) => failedChecks))
    expect(contractChecks.map(({ title }) => title).filter((title) => !failed.has(title))).toEqual([])
  })
})

describe.concurrent('a store broken on purpose', () => {
  for (const { fault, source, failedChecks } of brokenStores) {
    it(`that ${fault} fails exactly the checks of that sentence`, async ({ expect }) => {
      const report = createReport()
      await Promise.allSettled(contractChecks.map((check) => runCheck(check, source, report)))
      const failed = new Set(report.failed.map(({ title }) => title))
      const inOrder = contractChecks.map(({ title }) => title)
      expect(inOrder.filter((title) => failed.has(title))).toEqual(
        inOrder.filter((title) => failedChecks.includes(title)),
      )
    }, 15_000)
  }
})
