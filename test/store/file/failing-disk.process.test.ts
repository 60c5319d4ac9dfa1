import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { result, temporaryDirectory } from './processes.ts'

/** A small disk of its own for the process alone; `then` is done to it afterwards. Needs no root, but Linux's user namespaces. */
function smallDisk(directory: string, then = ':'): string {
  const mount = `mount -t tmpfs -o size=256k tmpfs '${directory}' && ${then}`
  return `exec unshare --user --map-root-user --mount bash -c '${mount.replaceAll("'", "'\\''")} && exec "$0" "$@"' "$0" "$@";`
}

describe.skipIf(process.platform !== 'linux')('a failing disk', () => {
  it('is a StoreError where it is full, and nothing is left half written', async () => {
    const directory = temporaryDirectory()
    const path = join(directory, 'large.json')
    const full = JSON.parse(await result('tryAll', { path, length: 1_000_000 }, smallDisk(directory)))
    expect(full).toEqual({
      set: 'StoreError ENOSPC',
      setSync: 'StoreError ENOSPC',
      get: 'nothing',
      stat: 'nothing',
      // A first failed write that left its temporary file would leave no room for a lock.
      lock: 'something',
      sweep: 'nothing',
      delete: 'nothing',
    })
  })

  it('is a StoreError where it is read-only, and reads all the same', async () => {
    const directory = temporaryDirectory()
    const entry = join(temporaryDirectory(), 'entry.json')
    await result('write', { path: entry, letter: 'a', length: 10, milliseconds: 1 })
    const path = join(directory, 'entry.json')
    const then = `cp ${entry} ${path} && mount -o remount,ro ${directory}`
    const readOnly = JSON.parse(await result('tryAll', { path, length: 10 }, smallDisk(directory, then)))
    expect(readOnly).toEqual({
      set: 'StoreError EROFS',
      setSync: 'StoreError EROFS',
      get: 'something',
      stat: 'something',
      lock: 'StoreError EROFS',
      sweep: 'nothing',
      delete: 'StoreError EROFS',
    })
  })

  it('is a StoreError where the user may not', async () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'closed'))
    writeFileSync(join(directory, 'closed', 'entry.json'), '{}')
    chmodSync(join(directory, 'closed'), 0o000)
    chmodSync(directory, 0o755)
    const path = join(directory, 'closed', 'entry.json')
    const denied = JSON.parse(await result('tryAll', { path, length: 10, user: 65_534 }))
    const each = 'StoreError EACCES'
    expect(denied).toEqual({ set: each, setSync: each, get: each, stat: each, lock: each, sweep: each, delete: each })
  })
})
