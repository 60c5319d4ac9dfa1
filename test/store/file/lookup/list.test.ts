import fs, { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { getHostId } from '../../../../src/store/file/system/process.ts'
import { addressOf, collectAll, setValue } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

afterEach(() => vi.restoreAllMocks())

describe('list', () => {
  it('skips files that are not entries but look like one', async () => {
    const directory = temporaryDirectory()
    const store = fileStore()
    const base = join(directory, 'users.json')
    await setValue(store, addressOf(base, '1'), 1)
    await setValue(store, addressOf(join(base, '..', 'other.json'), '1'), 2)
    mkdirSync(join(directory, 'users-0123456789abcdef.json'))
    writeFileSync(join(directory, 'users-fedcba9876543210.json'), '{"not":"ours"}')
    const copied = readFileSync(store.locate?.(addressOf(base, '1')) ?? '')
    writeFileSync(join(directory, 'users-1111111111111111.json'), copied)
    await store.lock?.(addressOf(base, '2'), false)
    await setValue(store, addressOf(join(base, '..', 'users', 'e.json')), 1)
    const unfinished = `.e.json.cachetta-${getHostId()}-${process.pid}-abc1.tmp`
    writeFileSync(join(directory, 'users', unfinished), readFileSync(join(directory, 'users', 'e.json')))
    expect(await collectAll(store.list(join(directory, 'users')))).toHaveLength(1)
    expect((await collectAll(store.list(base))).map(({ key }) => key)).toEqual(['1'])
  })

  it('closes the directory when its reader stops early, with and without promises', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const store = fileStore()
    for (const key of ['1', '2']) await setValue(store, addressOf(path, key), 1)
    const closes = [vi.spyOn(fs.Dir.prototype, 'close'), vi.spyOn(fs.Dir.prototype, 'closeSync')]
    for await (const _ of store.list(path)) break
    for (const _ of store.sync?.list(path) ?? []) break
    // Without a callback, `close` calls itself with one.
    expect(new Set(closes.flatMap(({ mock }) => mock.contexts)).size).toBe(2)
  })
})
