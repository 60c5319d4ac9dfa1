import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Cachetta, fileStore, readCache, writeCache } from '../../../src/index.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

function createDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'cachetta-links-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

describe.skipIf(process.platform === 'win32')('a symbolic link in the place of an entry', () => {
  it('is followed by a read, which takes nothing but an entry', async () => {
    const directory = createDirectory()
    const secret = join(directory, 'secret')
    writeFileSync(secret, 'root:x:0:0')
    symlinkSync(secret, join(directory, 'entry.json'))
    const cache = new Cachetta({ path: join(directory, 'entry.json'), store: fileStore() })
    expect(await readCache(cache)).toBe(null)
    expect(lines).toHaveLength(1)
  })

  it('is replaced by a write, and its target stays as it is', async () => {
    const directory = createDirectory()
    const victim = join(directory, 'victim')
    writeFileSync(victim, 'mine')
    symlinkSync(victim, join(directory, 'entry.json'))
    const cache = new Cachetta({ path: join(directory, 'entry.json'), store: fileStore() })
    await writeCache(cache, 'new')
    expect([readFileSync(victim, 'utf8'), await readCache(cache)]).toEqual(['mine', 'new'])
    await cache.invalidate()
    expect(readdirSync(directory)).toEqual(['victim'])
  })

  it('to a directory is followed, like any directory of a path', async () => {
    const directory = createDirectory()
    mkdirSync(join(directory, 'other'))
    symlinkSync(join(directory, 'other'), join(directory, 'cache'))
    await writeCache(new Cachetta({ path: join(directory, 'cache', 'a.json'), store: fileStore() }), 1)
    expect(readdirSync(join(directory, 'other'))).toEqual(['a.json'])
  })
})

it.skipIf(process.platform === 'win32')(
  'files and directories have the permissions that the umask leaves',
  async () => {
    const directory = createDirectory()
    await writeCache(new Cachetta({ path: join(directory, 'cache', 'a.json'), store: fileStore() }), 1)
    const umask = process.umask()
    const modeOf = (...names: string[]) => statSync(join(directory, ...names)).mode & 0o777
    expect([modeOf('cache'), modeOf('cache', 'a.json')]).toEqual([0o777 & ~umask, 0o666 & ~umask])
  },
)
