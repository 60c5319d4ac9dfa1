import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { contractChecks } from '../../src/store/contract/checks.ts'
import type { StoreSource } from '../../src/store/contract/describe-store.ts'
import { describeStore, runCheck } from '../../src/store/contract/describe-store.ts'
import { fileStore } from '../../src/store/file/file-store.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import { breakages } from './broken-stores.ts'

const directory = mkdtempSync(join(tmpdir(), 'cachetta-contract-'))
afterAll(() => rmSync(directory, { recursive: true }))

const files: StoreSource = {
  create: () => fileStore({ tagsPath: join(directory, 'tags') }),
  reopen: () => fileStore({ tagsPath: join(directory, 'tags') }),
  damage: (store, address) => writeFileSync(store.locate?.(address) ?? '', '{"cachetta":1,'),
  base: join(directory, 'entries'),
}
const limited: StoreSource = {
  ...files,
  create: () => fileStore({ maxBytes: 1e9, maxEntries: 1e5, durable: true, tagsPath: join(directory, 'tags') }),
}

describeStore('memoryStore', memoryStore, { describe, it })
describeStore('fileStore', files, { describe, it })
describeStore('fileStore, durable and with limits', limited, { describe, it })

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

  it('says what to pass where no runner is global', () => {
    expect(() => describeStore('mine', memoryStore)).toThrow('pass those of your test runner')
  })

  it('has no two checks of one title', () => {
    expect(new Set(contractChecks.map(({ title }) => title)).size).toBe(contractChecks.length)
  })

  it('finds each check failed by some breakage', () => {
    const caught = new Set(breakages.flatMap(({ caughtBy }) => caughtBy))
    expect(contractChecks.map(({ title }) => title).filter((title) => !caught.has(title))).toEqual([])
  })
})

describe.concurrent('a store broken on purpose', () => {
  for (const { fault, source, caughtBy } of breakages) {
    it(`that ${fault} fails exactly the checks of that promise`, async ({ expect }) => {
      const failed = await Promise.all(
        contractChecks.map((check) =>
          runCheck(check, source).then(
            () => [],
            () => [check.title],
          ),
        ),
      )
      expect(failed.flat()).toEqual(caughtBy)
    }, 15_000)
  }
})
