import { constants } from 'node:buffer'
import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtInTypes } from '../../../../src/entry/allowed-types.ts'
import type { Address } from '../../../../src/key/address.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { lockDirectoryOf } from '../../../../src/store/file/lock/holder-name.ts'
import type { Store } from '../../../../src/store/store.ts'
import { addressOf, collectAll, exactAddressOf, getValue, setValue } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

/** Both ways to read the entry and its header, as functions that never reject. */
async function readAll(store: Store, address: Address): Promise<unknown[]> {
  const code = (error: unknown) => Object(error).code
  const sync = (read: () => unknown) => {
    try {
      return read()
    } catch (error) {
      return code(error)
    }
  }
  return [
    await store.get(address, builtInTypes).catch(code),
    await store.stat(address).catch(code),
    sync(() => store.sync?.get(address, builtInTypes)),
    sync(() => store.sync?.stat(address)),
  ]
}

function makePipe(path: string): void {
  execFileSync('mkfifo', [path])
}

it.skipIf(process.platform === 'win32')(
  'a named pipe in the place of an entry is damage, and no call waits',
  async () => {
    const directory = temporaryDirectory()
    const store = fileStore({ maxEntries: 5 })
    const pipes = ['a', 'b', 'c', 'd', 'e'].map((name) => join(directory, `${name}.json`))
    for (const pipe of pipes) makePipe(pipe)
    for (const read of await Promise.all(pipes.map((pipe) => readAll(store, addressOf(pipe))))) {
      expect(read).toEqual(Array(4).fill('DAMAGED'))
    }
    await setValue(store, addressOf(join(directory, 'f.json')), 1)
    expect(await collectAll(store.list(`${directory}/`))).toHaveLength(1)
    await store.sweep?.(directory)
    expect(existsSync(pipes[0] ?? '')).toBe(true)
    await setValue(store, addressOf(pipes[0] ?? ''), 'written')
    expect(await getValue(store, addressOf(pipes[0] ?? ''))).toBe('written')
    await store.delete(addressOf(pipes[1] ?? ''))
    expect(existsSync(pipes[1] ?? '')).toBe(false)
  },
)

it.skipIf(process.platform === 'win32')('a socket or a device in the place of an entry fails at once', async () => {
  const directory = temporaryDirectory()
  const path = join(directory, 'socket.json')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(path, resolve))
  const read = await readAll(fileStore(), addressOf(path))
  await new Promise((resolve) => server.close(resolve))
  expect(new Set(read)).toEqual(new Set(['STORE']))
  expect(await readAll(fileStore(), addressOf('/dev/zero'))).toEqual(Array(4).fill('DAMAGED'))
})

it.skipIf(process.platform === 'win32')('a named pipe in the place of a lock fails at once', async () => {
  const path = join(temporaryDirectory(), 'e.json')
  const store = fileStore()
  makePipe(lockDirectoryOf(path))
  await expect(store.lock?.(addressOf(path), true)).rejects.toMatchObject({ code: 'STORE' })
  await expect(store.share?.(addressOf(path))).rejects.toMatchObject({ code: 'STORE' })
  await store.endComputations?.(path)
  await store.sweep?.(path)
  await setValue(store, addressOf(path), 1)
  expect(await getValue(store, addressOf(path))).toBe(1)
})

it.skipIf(process.platform === 'win32')('a named pipe among the notes and records of tags is not read', async () => {
  const directory = temporaryDirectory()
  const tagsPath = join(directory, 'tags')
  const store = fileStore({ tagsPath })
  mkdirSync(join(tagsPath, 'running'), { recursive: true })
  makePipe(join(tagsPath, 'running', '0123456789ab'))
  await setValue(store, exactAddressOf(join(directory, 'e.json')), 1, ['t'])
  await store.endComputations?.(undefined, ['t'])
  expect(await collectAll(store.tagged?.('t'))).toHaveLength(1)
})

it('a file that is too long for a text is damage, and is not read', async () => {
  const path = join(temporaryDirectory(), 'long.json')
  closeSync(openSync(path, 'w'))
  truncateSync(path, 3_000_000_000) // has no blocks on the disk
  expect(await readAll(fileStore(), addressOf(path))).toEqual(Array(4).fill('DAMAGED'))
})

// With the beginning of an entry, a search for the end of its header would go on.
it.each([
  ['that is too long for a text', constants.MAX_STRING_LENGTH + 60_000_000, /too many for an entry/],
  ['that a crash has left full of zeros', 300_000_000, /damaged/],
])('the header of a file %s is damage, and the file is not read', async (_title, size, message) => {
  const directory = temporaryDirectory()
  const path = join(directory, 'long.json')
  writeFileSync(path, '{"cachetta":1,"key":"')
  truncateSync(path, size) // has no blocks on the disk
  const store = fileStore()
  const before = process.resourceUsage().maxRSS
  await expect(store.stat(addressOf(path))).rejects.toThrow(message)
  expect(() => store.sync?.stat(addressOf(path))).toThrow(message)
  expect(await collectAll(store.list(`${directory}/`))).toEqual([])
  await store.sweep?.(directory)
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(100_000) // kilobytes
})
