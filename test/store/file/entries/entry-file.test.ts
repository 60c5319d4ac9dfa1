import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtInTypes } from '../../../../src/entry/allowed-types.ts'
import { CachettaError, StoreError } from '../../../../src/errors.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { yieldToLoop } from '../../../../src/store/file/system/yield-to-loop.ts'
import { run, runSync } from '../../../../src/store/sync-or-async.ts'
import { addressOf, getValue, minutesAgo, setValue } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

describe('an entry that takes several steps to convert', () => {
  const createLarge = () => ({ list: [1], since: new Date(0), text: 'x'.repeat(2 ** 21) })
  const addressInNewDirectory = () => addressOf(join(temporaryDirectory(), 'large.json'))

  it('lets other work run between the steps', async () => {
    const store = fileStore()
    const address = addressInNewDirectory()
    const turns: string[] = []
    expect(runSync(yieldToLoop({ length: 2 ** 20 }))).toBeUndefined()
    setImmediate(() => turns.push('other work'))
    await run(yieldToLoop({ length: 2 ** 20 - 1 }))
    expect(turns).toEqual([])
    await run(yieldToLoop({ length: 2 ** 20 }))
    expect(turns).toEqual(['other work'])
    await setValue(store, address, createLarge())
    expect(await getValue(store, address)).toEqual(createLarge())
    expect(store.sync?.get(address, builtInTypes)?.value).toEqual(createLarge())
  })

  it('is stored as it was when it was set', async () => {
    const store = fileStore()
    const address = addressInNewDirectory()
    const value = createLarge()
    const writing = setValue(store, address, value)
    value.list.push(2)
    value.since.setTime(5)
    await writing
    expect(await getValue(store, address)).toEqual(createLarge())
  })

  it('is not stored if a later call deletes it between the steps', async () => {
    const store = fileStore()
    const address = addressInNewDirectory()
    const writing = setValue(store, address, createLarge())
    store.sync?.delete(address)
    await writing
    expect(await getValue(store, address)).toBeUndefined()
  })
})

describe('an entry in a file', () => {
  it('has the modification time of the file as its date', async () => {
    const path = join(temporaryDirectory(), 'old.json')
    const store = fileStore()
    await setValue(store, addressOf(path), 1)
    utimesSync(path, minutesAgo(5), minutesAgo(7))
    const { datedAt } = (await store.get(addressOf(path), builtInTypes)) ?? {}
    expect(datedAt).toBe(Math.floor(statSync(path).mtimeMs))
    expect(store.sync?.stat(addressOf(path))?.datedAt).toBe(datedAt)
  })

  it('is missing and cannot be written if its directory is a file or its name is too long', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'file'), '')
    const store = fileStore()
    for (const name of ['file/entry.json', 'x'.repeat(300)]) {
      const address = addressOf(join(directory, name))
      expect(await store.get(address, builtInTypes)).toBeNull()
      expect(await store.stat(address)).toBeNull()
      await expect(setValue(store, address, 1)).rejects.toThrow(StoreError)
      await store.delete(address)
    }
    expect(readdirSync(directory)).toEqual(['file'])
  })

  it('is missing, not damaged, if a directory is in its place', async () => {
    const directory = temporaryDirectory()
    const store = fileStore()
    const address = addressOf(directory)
    expect([await store.get(address, builtInTypes), await store.stat(address)]).toEqual([null, null])
    expect([store.sync?.get(address, builtInTypes), store.sync?.stat(address)]).toEqual([null, null])
  })

  it('never returns another value after one of its bytes was changed, or after it was cut', async () => {
    const path = join(temporaryDirectory(), 'flipped.json')
    const store = fileStore()
    const value = { text: 'Zoë', list: [1, 2.5, null, true], date: new Date(0) }
    await setValue(store, addressOf(path), value)
    const whole = readFileSync(path)
    for (let index = 0; index < whole.length; index += 1) {
      const flipped = Buffer.from(whole)
      flipped[index] = (flipped[index] ?? 0) ^ (1 << (index % 8))
      for (const damaged of [flipped, whole.subarray(0, index)]) {
        writeFileSync(path, damaged)
        const result = await store.get(addressOf(path), builtInTypes).catch((error: unknown) => error)
        expect(result === null || result instanceof CachettaError, `byte ${index} of ${damaged}`).toBe(true)
      }
    }
  })

  it('has its own file and its own lock, also under a long or unusual name', async () => {
    const directory = temporaryDirectory()
    const store = fileStore()
    const names = ['é'.repeat(120), `${'é'.repeat(119)}e.a`, 'x'.repeat(255), 'with space', '-', '.hidden']
    for (const name of names) await setValue(store, addressOf(join(directory, name)), name)
    for (const name of names) expect(await getValue(store, addressOf(join(directory, name)))).toBe(name)
    const locks = await Promise.all(names.map((name) => store.lock?.(addressOf(join(directory, name)), false)))
    expect(locks.every((lock) => lock)).toBe(true)
  })

  it('has a header that may be longer than the first read of the file', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const store = fileStore()
    const key = `${'é🦔'.repeat(5_000)}!`
    await setValue(store, addressOf(path, key), 1)
    expect((await store.stat(addressOf(path, key)))?.key).toBe(key)
  })
})
