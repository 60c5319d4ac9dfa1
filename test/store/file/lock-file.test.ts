import fs, { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { StoreError } from '../../../src/errors.ts'
import type { Address } from '../../../src/key/address.ts'
import { fileStore } from '../../../src/store/file/file-store.ts'
import { hostId } from '../../../src/store/file/system/process.ts'
import { temporaryDirectory } from './processes.ts'

afterEach(() => vi.restoreAllMocks())

const at = (path: string): Address => ({ path, key: '', exact: false })
const failing = (code: string) => Object.assign(new Error(`${code}: told to fail`), { code })

/** From now on `fits` bytes of each new file can be written, and then no more. */
function failWrites(code: string, fits: number): void {
  const { write, writeSync } = fs
  const spy = <T>(fake: (fd: number, bytes: Buffer, offset: number, done: unknown) => T) => fake as never
  vi.spyOn(fs, 'writeSync').mockImplementation(
    spy((fd, bytes, offset) => {
      if (offset >= fits) throw failing(code)
      return writeSync(fd, bytes, offset, fits - offset)
    }),
  )
  vi.spyOn(fs, 'write').mockImplementation(
    spy((fd, bytes, offset, done) => {
      const tell = done as (error: Error | null) => void
      if (offset >= fits) return tell(failing(code))
      return write(fd, bytes, offset, fits - offset, null, tell)
    }),
  )
}

/** What a close tells for the first time, as it does on disks across a network. */
function failCloses(code: string): void {
  const { close, closeSync } = fs
  const isNew = (fd: number) => fs.fstatSync(fd).size > 0
  vi.spyOn(fs, 'closeSync').mockImplementation((fd) => {
    const fails = isNew(fd)
    closeSync(fd)
    if (fails) throw failing(code)
  })
  vi.spyOn(fs, 'close').mockImplementation((fd, done) => {
    const fails = isNew(fd)
    close(fd, (error) => done?.(fails ? failing(code) : error))
  })
}

const ways: [title: string, lock: (path: string) => Promise<unknown>][] = [
  ['with awaiting', async (path) => fileStore().lock?.(at(path), true)],
  ['without awaiting', async (path) => fileStore().sync?.lock?.(at(path))],
]

describe.each(ways)('a lock that could not be written, %s', (_title, lock) => {
  it.each([
    ['ENOSPC', 0],
    ['ENOSPC', 20],
    ['EIO', 0],
  ])('leaves no file behind (%s after %i bytes), and can be taken once it can be written', async (code, fits) => {
    const directory = temporaryDirectory()
    const path = join(directory, 'e.json')
    failWrites(code, fits)
    await expect(lock(path)).rejects.toThrow(StoreError)
    await expect(lock(path)).rejects.toMatchObject({ cause: { code } })
    expect(readdirSync(directory)).toEqual([])
    vi.restoreAllMocks()
    expect(await lock(path)).not.toBeNull()
  })

  it('leaves no file behind where only its close says so', async () => {
    const directory = temporaryDirectory()
    failCloses('EDQUOT')
    await expect(lock(join(directory, 'e.json'))).rejects.toMatchObject({ cause: { code: 'EDQUOT' } })
    expect(readdirSync(directory)).toEqual([])
  })

  it('leaves no claim on a dead lock behind, which the next one replaces', async () => {
    const directory = temporaryDirectory()
    const path = join(directory, 'e.json')
    const dead = { cachetta: 'lock', token: '0123456789ab', pid: 2 ** 30, host: hostId(), replaces: [] }
    writeFileSync(`${path}.lock`, JSON.stringify(dead))
    failWrites('ENOSPC', 20)
    await expect(lock(path)).rejects.toMatchObject({ cause: { code: 'ENOSPC' } })
    expect(readdirSync(directory)).toEqual(['e.json.lock'])
    vi.restoreAllMocks()
    expect(await lock(path)).not.toBeNull()
    expect(readdirSync(directory)).toEqual(['e.json.lock'])
  })

  it("leaves another's lock where it is, though it cannot be taken", async () => {
    const directory = temporaryDirectory()
    const path = join(directory, 'e.json')
    const held = await fileStore().lock?.(at(path), false)
    failWrites('ENOSPC', 0)
    expect(await fileStore().lock?.(at(path), false)).toBeNull()
    expect(await held?.isHeld()).toBe(true)
  })
})
