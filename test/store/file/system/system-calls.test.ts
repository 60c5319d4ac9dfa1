import fs from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { builtInTypes } from '../../../../src/entry/allowed-types.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { addressOf, createSystemError, getValue, setValue } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

afterEach(() => vi.restoreAllMocks())

it('waits for a free descriptor, with and without promises', async () => {
  const path = join(temporaryDirectory(), 'e.json')
  const store = fileStore()
  await setValue(store, addressOf(path), 1)
  const { open, openSync } = fs
  let calls = 0
  vi.spyOn(fs, 'openSync').mockImplementation((...args) => {
    calls += 1
    if (calls <= 2) throw createSystemError('EMFILE')
    return openSync(...args)
  })
  expect(store.sync?.get(addressOf(path), builtInTypes)?.value).toBe(1)
  calls = 0
  vi.spyOn(fs, 'open').mockImplementation(((...args: Parameters<typeof open>) => {
    const done = args.at(-1) as unknown as (error: Error) => void
    calls += 1
    if (calls <= 2) return done(createSystemError('ENFILE'))
    return open(...args)
  }) as typeof open)
  expect(await getValue(store, addressOf(path))).toBe(1)
})

it.each(['EPERM', 'EBUSY', 'EACCES'])('renames again after %s on Windows, and only there', async (code) => {
  const path = join(temporaryDirectory(), 'e.json')
  const { rename, renameSync } = fs
  let calls = 0
  vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    calls += 1
    if (calls <= 2) throw createSystemError(code)
    renameSync(from, to)
  })
  vi.spyOn(fs, 'rename').mockImplementation(((from: string, to: string, done: (error: Error | null) => void) => {
    calls += 1
    if (calls <= 2) return done(createSystemError(code))
    return rename(from, to, done)
  }) as typeof rename)
  const platform = vi.spyOn(process, 'platform', 'get')
  platform.mockReturnValue('linux')
  await expect(setValue(fileStore(), addressOf(path), 1)).rejects.toThrow(code)
  calls = 0
  platform.mockReturnValue('win32')
  await setValue(fileStore(), addressOf(path), 1)
  expect(await getValue(fileStore(), addressOf(path))).toBe(1)
})
