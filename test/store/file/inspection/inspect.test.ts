import fs, {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { FileStore, InspectedFile, InspectOptions } from '../../../../src/index.ts'
import { Cachetta, fileStore, writeCache } from '../../../../src/index.ts'
import { addValidChecksum } from '../../../entry/json/create-text.ts'
import { addressOf, createSystemError, minutesAgo, setValue } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

const wholly = { values: true }

afterEach(() => vi.restoreAllMocks())

async function inspect(
  path: string,
  options?: InspectOptions,
  store: FileStore = fileStore(),
): Promise<InspectedFile[]> {
  const files: InspectedFile[] = []
  for await (const file of store.inspect(path, options)) files.push(file)
  return files.sort((one, other) => (one.path < other.path ? -1 : 1))
}

/** `kind` and reason of the only file of a directory. */
async function judge(directory: string, options?: InspectOptions): Promise<string> {
  const [file, ...others] = await inspect(directory, options)
  if (file === undefined || others.length > 0) throw new Error('the directory has not one file')
  return file.kind === 'entry' ? 'entry' : `${file.kind}: ${file.reason}`
}

/** Creates a directory with one entry in it. */
async function writeEntry(
  value: unknown = { name: 'Ada' },
): Promise<{ directory: string; file: string; text: string }> {
  const directory = temporaryDirectory()
  await setValue(fileStore(), addressOf(join(directory, 'users.json'), '1'), value, ['user'])
  const file = join(directory, readdirSync(directory).find((name) => name.startsWith('users')) ?? '')
  return { directory, file, text: readFileSync(file, 'utf8') }
}

describe('inspect', () => {
  it('finds entries with their addresses, in directories below, too', async () => {
    const directory = temporaryDirectory()
    const store = fileStore()
    const addresses = [addressOf(`${directory}/a/users.json`, '1'), addressOf(`${directory}/rates.json`)]
    for (const address of addresses) await setValue(store, address, 'value')
    const found = await inspect(directory)
    expect(found.map((file) => file.kind === 'entry' && file.entry.address)).toEqual(addresses)
    expect(found.map((file) => file.kind === 'entry' && file.purpose)).toEqual(['value', 'value'])
    expect(await inspect(directory, wholly)).toEqual(found)
  })

  it('tells what is an item of an outbox, and what the library notes for itself', async () => {
    const directory = temporaryDirectory()
    for (const key of ['outbox app 1', 'shown at /'])
      await setValue(fileStore(), addressOf(`${directory}/notes`, key), 'value')
    const found = await inspect(directory)
    expect(found.map((file) => file.kind === 'entry' && file.purpose).sort()).toEqual(['internal', 'outbox'])
  })

  it('finds the one file that it is given', async () => {
    const { file } = await writeEntry()
    expect(await inspect(file)).toMatchObject([{ kind: 'entry', path: file, entry: { key: '1', tags: ['user'] } }])
  })

  it('rejects if there is no such directory', async () => {
    await expect(inspect(join(temporaryDirectory(), 'none'))).rejects.toMatchObject({ code: 'STORE' })
  })

  it('leaves out a file that vanishes meanwhile', async () => {
    const directory = temporaryDirectory()
    for (let index = 0; index < 3; index += 1) await setValue(fileStore(), addressOf(`${directory}/${index}`), index)
    writeFileSync(join(directory, 'text'), 'text')
    const files = fileStore().inspect(directory, wholly)[Symbol.asyncIterator]()
    for (const name of readdirSync(directory)) rmSync(join(directory, name))
    expect(await files.next()).toMatchObject({ done: true })
  })

  it('does not follow a link', async () => {
    const directory = temporaryDirectory()
    symlinkSync((await writeEntry()).directory, join(directory, 'link'))
    expect(await judge(directory)).toBe('foreign: is a symbolic link')
  })

  it('does not wait for a pipe, and names it', async () => {
    const { file } = await writeEntry()
    expect(await judge('/dev/null')).toBe('foreign: is no regular file')
    expect(await judge(file)).toBe('entry')
  })

  it('names what it may not read', async () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'closed'))
    const { opendirSync, opendir } = fs
    const isClosed = (path: unknown): boolean => String(path).endsWith('closed')
    vi.spyOn(fs, 'opendirSync').mockImplementation((path, options) => {
      if (isClosed(path)) throw createSystemError('EACCES')
      return opendirSync(path, options)
    })
    vi.spyOn(fs, 'opendir').mockImplementation(((path: string, done: (error: Error | null) => void) =>
      isClosed(path) ? done(createSystemError('EACCES')) : opendir(path, done)) as typeof opendir)
    expect(await judge(directory)).toMatch(/^unreadable: EACCES/)
  })
})

describe('a file is damaged', () => {
  it.each<[title: string, change: (text: string) => string, reason: string]>([
    ['torn in its value', (text) => text.slice(0, -10), 'does not match its checksum'],
    ['with a flipped byte', (text) => text.replace('Ada', 'Bda'), 'does not match its checksum'],
    ['with a flipped byte at its start', (text) => text.replace('cachetta', 'bachetta'), 'is not from Cachetta'],
    ['torn in its header', (text) => text.slice(0, 40), 'ends within its header'],
    ['without a key', (text) => text.replace('"key":"1",', ''), 'has an invalid header'],
    ['of zeros', (text) => '\0'.repeat(text.length), 'is empty'],
    ['empty', () => '', 'is empty'],
  ])('%s', async (_title, change, reason) => {
    const { directory, file, text } = await writeEntry()
    writeFileSync(file, change(text))
    expect(await judge(directory, wholly)).toBe(`damaged: ${reason}`)
    const isInValue = reason === 'does not match its checksum'
    expect(await judge(directory)).toBe(isInValue ? 'entry' : `damaged: ${reason}`)
  })

  it('if its value has a key that could change a prototype, although its checksum is right', async () => {
    const { directory, file, text } = await writeEntry({ proto: 1 })
    const [before = '', after = ''] = text.replace('"proto"', '"__proto__"').split(/(?<="checksum":")[0-9a-f]{8}/)
    writeFileSync(file, addValidChecksum(before, after))
    expect(await judge(directory, wholly)).toMatch(/^damaged: has the key __proto__/)
  })

  it('but not if its value has a class that only its program knows', async () => {
    class Point {
      readonly x = 1
    }
    const directory = temporaryDirectory()
    const cache = new Cachetta({ path: join(directory, 'points.json'), allowedTypes: [Point] })
    await writeCache(cache, new Point())
    expect(await judge(directory, wholly)).toBe('entry')
  })
})

describe('a file is foreign', () => {
  it.each([
    ['with another text', 'notes.txt', 'mine', 'is not from Cachetta'],
    ['with another text and the name of an entry', 'app-0123456789abcdef.js', 'mine', 'is not from Cachetta'],
    ['that is empty and has any name', '.gitkeep', '', 'is empty'],
    [
      'of a version with another format',
      'users.json',
      '{"cachetta":3,"key":"1"}\n',
      'has the format 3; this version of Cachetta reads 1 and 2',
    ],
  ])('%s', async (_title, name, text, reason) => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, name), text)
    expect(await judge(directory)).toBe(`foreign: ${reason}`)
    expect(await judge(directory, wholly)).toBe(`foreign: ${reason}`)
  })
})

describe('temporary files and locks', () => {
  const ofDeadProcess = '.users.json.cachetta-01234567-1-abc1.tmp'

  it('are running while their process works, and the records of tags are left out', async () => {
    const { directory, file } = await writeEntry()
    const lock = await fileStore().lock?.(addressOf(join(directory, 'users.json'), '1'), false)
    writeFileSync(join(directory, ofDeadProcess), '')
    const found = await inspect(directory)
    expect(found.map(({ kind }) => kind).sort()).toEqual(['entry', 'running', 'running'])
    expect(found.at(-1)?.path).toBe(file)
    await lock?.release()
  })

  it('are abandoned when nobody has touched them for a minute', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, ofDeadProcess), '')
    utimesSync(join(directory, ofDeadProcess), minutesAgo(2), minutesAgo(2))
    mkdirSync(join(directory, '.users.json.cachetta-lock'))
    const found = await inspect(directory)
    expect(found.map(({ kind }) => kind)).toEqual(['abandoned', 'abandoned'])
    for (const file of found) expect(await fileStore().removeInspected(file)).toBe(true)
    expect(readdirSync(directory)).toEqual([])
  })
})

describe('removeInspected', () => {
  it('deletes an entry and a damaged file', async () => {
    const { directory, file } = await writeEntry()
    writeFileSync(join(directory, 'torn.json'), readFileSync(file, 'utf8').slice(0, 40))
    for (const found of await inspect(directory)) expect(await fileStore().removeInspected(found)).toBe(true)
    expect(await inspect(directory)).toEqual([])
  })

  it('leaves an entry that another process has written since, and says so', async () => {
    const { directory, file, text } = await writeEntry()
    const [found] = await inspect(directory)
    appendFileSync(file, ' ')
    expect(found && (await fileStore().removeInspected(found))).toBe(false)
    expect(readFileSync(file, 'utf8')).toBe(`${text} `)
  })

  it('resolves with false for a file that is gone', async () => {
    const { directory, file } = await writeEntry()
    const [found] = await inspect(directory)
    rmSync(file)
    expect(found && (await fileStore().removeInspected(found))).toBe(false)
  })

  it('never deletes the file of another program, nor the lock of a process that works', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'notes.txt'), 'mine')
    const lock = await fileStore().lock?.(addressOf(join(directory, 'users.json'), '1'), false)
    for (const found of await inspect(directory)) expect(await fileStore().removeInspected(found)).toBe(false)
    expect(readdirSync(directory).sort()).toHaveLength(2)
    await lock?.release()
  })

  it('rejects if the system refuses', async () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'closed'))
    const file = {
      kind: 'damaged',
      path: `${directory}/closed/${'x'.repeat(300)}`,
      size: 0,
      modifiedAt: 0,
      reason: '',
    } as const
    await expect(fileStore().removeInspected(file)).rejects.toMatchObject({ code: 'STORE' })
  })
})
