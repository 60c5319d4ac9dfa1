import { describe, expect, it } from 'vitest'
import { contractChecks, describeStore, runCheck } from '../../../src/store/contract/describe-store.ts'
import { memoryStore } from '../../../src/store/memory/memory-store.ts'
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
      const failed = await Promise.all(
        contractChecks.map((check) =>
          runCheck(check, source).then(
            () => [],
            () => [check.title],
          ),
        ),
      )
      expect(failed.flat()).toEqual(failedChecks)
    }, 15_000)
  }
})
