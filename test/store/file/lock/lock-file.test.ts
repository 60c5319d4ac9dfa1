import fs, { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { StoreError } from '../../../../src/errors.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { getHostId } from '../../../../src/store/file/system/process.ts'
import { addressOf, createSystemError } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

afterEach(() => vi.restoreAllMocks())

describe('a lock file', () => {
  it('cannot be created if another program has a file of this name, and that file stays', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'yarn.lock'), '# yarn')
    const store = fileStore()
    await expect(store.lock?.(addressOf(join(directory, 'yarn')), true)).rejects.toThrow('is not a lock of Cachetta')
    await store.delete(addressOf(join(directory, 'yarn')))
    expect(readFileSync(join(directory, 'yarn.lock'), 'utf8')).toBe('# yarn')
  })

  it('names the holder, and is removed when the holder releases the lock', async () => {
    const path = join(temporaryDirectory(), 'new', 'e.json')
    const lock = await fileStore().lock?.(addressOf(path), false)
    expect(JSON.parse(readFileSync(`${path}.lock`, 'utf8'))).toMatchObject({ cachetta: 'lock', pid: process.pid })
    await lock?.release()
    expect(existsSync(`${path}.lock`)).toBe(false)
  })
})

/** From now on, only the first bytes of each new file can be written. */
function failWrites(code: string, maxBytes: number): void {
  const { write, writeSync } = fs
  const spy = <T>(fake: (fd: number, bytes: Buffer, offset: number, done: unknown) => T) => fake as never
  vi.spyOn(fs, 'writeSync').mockImplementation(
    spy((fd, bytes, offset) => {
      if (offset >= maxBytes) throw createSystemError(code)
      return writeSync(fd, bytes, offset, maxBytes - offset)
    }),
  )
  vi.spyOn(fs, 'write').mockImplementation(
    spy((fd, bytes, offset, done) => {
      const callback = done as (error: Error | null) => void
      if (offset >= maxBytes) return callback(createSystemError(code))
      return write(fd, bytes, offset, maxBytes - offset, null, callback)
    }),
  )
}

/** Only the close of a written file fails, as on a network disk that reports a failed write late. */
function failCloses(code: string): void {
  const { close, closeSync } = fs
  const isWritten = (fd: number) => fs.fstatSync(fd).size > 0
  vi.spyOn(fs, 'closeSync').mockImplementation((fd) => {
    const fails = isWritten(fd)
    closeSync(fd)
    if (fails) throw createSystemError(code)
  })
  vi.spyOn(fs, 'close').mockImplementation((fd, done) => {
    const fails = isWritten(fd)
    close(fd, (error) => done?.(fails ? createSystemError(code) : error))
  })
}

const waysToLock: [title: string, lock: (path: string) => Promise<unknown>][] = [
  ['with promises', async (path) => fileStore().lock?.(addressOf(path), true)],
  ['without promises', async (path) => fileStore().sync?.lock?.(addressOf(path))],
]

describe.each(waysToLock)('a lock that could not be written, %s', (_title, lock) => {
  it.each([
    ['ENOSPC', 0],
    ['ENOSPC', 20],
    ['EIO', 0],
  ])('leaves no file behind (%s after %i bytes), and can be taken later', async (code, maxBytes) => {
    const directory = temporaryDirectory()
    const path = join(directory, 'e.json')
    failWrites(code, maxBytes)
    await expect(lock(path)).rejects.toThrow(StoreError)
    await expect(lock(path)).rejects.toMatchObject({ cause: { code } })
    expect(readdirSync(directory)).toEqual([])
    vi.restoreAllMocks()
    expect(await lock(path)).not.toBeNull()
  })

  it('leaves no file behind if only the close of the file fails', async () => {
    const directory = temporaryDirectory()
    failCloses('EDQUOT')
    await expect(lock(join(directory, 'e.json'))).rejects.toMatchObject({ cause: { code: 'EDQUOT' } })
    expect(readdirSync(directory)).toEqual([])
  })

  it('leaves no claim on a dead lock, so that the next process can replace it', async () => {
    const directory = temporaryDirectory()
    const path = join(directory, 'e.json')
    const dead = { cachetta: 'lock', token: '0123456789ab', pid: 2 ** 30, host: getHostId(), replaces: [] }
    writeFileSync(`${path}.lock`, JSON.stringify(dead))
    failWrites('ENOSPC', 20)
    await expect(lock(path)).rejects.toMatchObject({ cause: { code: 'ENOSPC' } })
    expect(readdirSync(directory)).toEqual(['e.json.lock'])
    vi.restoreAllMocks()
    expect(await lock(path)).not.toBeNull()
    expect(readdirSync(directory)).toEqual(['e.json.lock'])
  })

  it('leaves the lock of another holder in place', async () => {
    const directory = temporaryDirectory()
    const path = join(directory, 'e.json')
    const held = await fileStore().lock?.(addressOf(path), false)
    failWrites('ENOSPC', 0)
    expect(await fileStore().lock?.(addressOf(path), false)).toBeNull()
    expect(await held?.isHeld()).toBe(true)
  })
})
