import fs, { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { addressOf, getValue, setValue, setValueSync } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

afterEach(() => vi.restoreAllMocks())

it('creates the directory again after somebody deleted it', async () => {
  const directory = join(temporaryDirectory(), 'a', 'b')
  const address = addressOf(join(directory, 'e.json'))
  const store = fileStore()
  for (const set of [setValue, setValueSync]) {
    await set(store, address, 1)
    expect(await getValue(store, address)).toBe(1)
    rmSync(directory, { recursive: true })
  }
})

it('leaves no temporary file if the rename fails', async () => {
  const directory = temporaryDirectory()
  const path = join(directory, 'taken')
  for (const place of [path, `${path}.cachetta-entry`]) mkdirSync(place)
  const setting = setValue(fileStore(), addressOf(path), 1)
  await expect(setting).rejects.toMatchObject({ name: 'StoreError', code: 'STORE', path })
  expect(readdirSync(directory).sort()).toEqual(['taken', 'taken.cachetta-entry'])
})

it('waits for the disk only with the option durable', async () => {
  const path = join(temporaryDirectory(), 'e.json')
  const fsync = vi.spyOn(fs, 'fsync')
  await setValue(fileStore(), addressOf(path), 1)
  expect(fsync).not.toHaveBeenCalled()
  await setValue(fileStore({ durable: true }), addressOf(path), 1)
  // The file, and the directory that contains its name.
  expect(fsync).toHaveBeenCalledTimes(2)
})
