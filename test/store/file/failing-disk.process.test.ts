import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runJob, temporaryDirectory } from './support/processes.ts'

/** Mounts a small disk that only the process sees, then runs `then`. Needs the user namespaces of Linux, but not root. */
function mountSmallDisk(directory: string, then = ':'): string {
  const mount = `mount -t tmpfs -o size=256k tmpfs '${directory}' && ${then}`
  return `exec unshare --user --map-root-user --mount bash -c '${mount.replaceAll("'", "'\\''")} && exec "$0" "$@"' "$0" "$@";`
}

describe.skipIf(process.platform !== 'linux')('a failing disk', () => {
  it('is a StoreError if it is full, and leaves no half-written file', async () => {
    const directory = temporaryDirectory()
    const path = join(directory, 'large.json')
    const full = JSON.parse(await runJob('tryAll', { path, length: 1_000_000 }, mountSmallDisk(directory)))
    expect(full).toEqual({
      set: 'StoreError ENOSPC',
      setSync: 'StoreError ENOSPC',
      get: 'nothing',
      stat: 'nothing',
      // If the failed writes left their temporary files, the lock would not fit on the disk.
      lock: 'something',
      sweep: 'nothing',
      delete: 'nothing',
    })
  })

  it('is a StoreError for writes if it is read-only', async () => {
    const directory = temporaryDirectory()
    const entry = join(temporaryDirectory(), 'entry.json')
    await runJob('write', { path: entry, letter: 'a', length: 10, milliseconds: 1 })
    const path = join(directory, 'entry.json')
    const then = `cp ${entry} ${path} && mount -o remount,ro ${directory}`
    const readOnly = JSON.parse(await runJob('tryAll', { path, length: 10 }, mountSmallDisk(directory, then)))
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

  it('is a StoreError if the user has no permission', async () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'closed'))
    writeFileSync(join(directory, 'closed', 'entry.json'), '{}')
    chmodSync(join(directory, 'closed'), 0o000)
    chmodSync(directory, 0o755)
    const path = join(directory, 'closed', 'entry.json')
    const denied = JSON.parse(await runJob('tryAll', { path, length: 10, user: 65_534 }))
    const each = 'StoreError EACCES'
    expect(denied).toEqual({ set: each, setSync: each, get: each, stat: each, lock: each, sweep: each, delete: each })
  })
})
