// Calls that visit all files: how far they read ahead, that they tell of progress, and that a signal ends them.
import fs, { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import type { FileStore, Visit } from '../../../../src/index.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { fillDirectory } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

afterEach(() => vi.restoreAllMocks())

const count = 1_000

/** The directory is the base: each file in it is an entry. */
async function fill(): Promise<{ store: FileStore; directory: string }> {
  const directory = join(temporaryDirectory(), 'cache')
  mkdirSync(directory)
  await fillDirectory(directory, count)
  return { store: fileStore(), directory }
}

/** Counts the names that are read from directories, and the most of them whose files were not opened yet. */
function countNames(): { readonly names: number; readonly mostAhead: number } {
  const counts = { names: 0, opened: 0, mostAhead: 0 }
  const note = (found: unknown): void => {
    if (found === null) return
    counts.names += 1
    counts.mostAhead = Math.max(counts.mostAhead, counts.names - counts.opened)
  }
  const { opendirSync, openSync, opendir, open } = fs
  const watch = (directory: fs.Dir): fs.Dir => {
    const { read, readSync } = directory
    directory.readSync = () => {
      const found = readSync.call(directory)
      note(found)
      return found
    }
    const readNext: () => Promise<fs.Dirent | null> = read.bind(directory)
    const readAndNote = async () => {
      const found = await readNext()
      note(found)
      return found
    }
    directory.read = readAndNote as typeof directory.read // the form with a callback is not used
    return directory
  }
  vi.spyOn(fs, 'opendirSync').mockImplementation((...args) => watch(opendirSync(...args)))
  vi.spyOn(fs, 'opendir').mockImplementation(((path: string, done: (error: unknown, directory: fs.Dir) => void) =>
    opendir(path, (error, directory) => done(error, directory && watch(directory)))) as typeof fs.opendir)
  const noteOpen = (path: unknown): void => {
    if (String(path).endsWith('.json')) counts.opened += 1
  }
  vi.spyOn(fs, 'openSync').mockImplementation((...args) => {
    noteOpen(args[0])
    return openSync(...args)
  })
  vi.spyOn(fs, 'open').mockImplementation(((...args: Parameters<typeof fs.open>) => {
    noteOpen(args[0])
    return open(...args)
  }) as typeof fs.open)
  return counts
}

async function readAll(found: AsyncIterable<unknown>): Promise<number> {
  let read = 0
  for await (const _ of found) read += 1
  return read
}

it.each<[call: string, visit: (store: FileStore, directory: string) => Promise<unknown>]>([
  ['list', (store, directory) => readAll(store.list(directory))],
  ['inspect', (store, directory) => readAll(store.inspect(directory, { values: true }))],
  ['deleteWhere', async (store, directory) => store.deleteWhere?.(directory, () => false)],
  ['deleteAll', async (store, directory) => store.deleteAll?.(directory)],
])('%s holds few names at a time, however many files there are', async (_call, visit) => {
  const { store, directory } = await fill()
  const counts = countNames()
  await visit(store, directory)
  expect(counts.names).toBeGreaterThanOrEqual(count)
  expect(counts.mostAhead).toBeLessThanOrEqual(200)
})

it.each<[call: string, visit: (store: FileStore, directory: string, options: Visit) => Promise<void> | undefined]>([
  ['deleteWhere', (store, directory, options) => store.deleteWhere?.(directory, () => false, options)],
  ['sweep', (store, directory, options) => store.sweep?.(directory, options)],
  ['endComputations', (store, directory, options) => store.endComputations?.(directory, undefined, options)],
  ['deleteAll', (store, directory, options) => store.deleteAll?.(directory, options)],
])('%s tells of progress, and reads no further after the signal', async (_call, visit) => {
  const { store, directory } = await fill()
  const counts = countNames()
  const controller = new AbortController()
  let steps = 0
  const onProgress = (): void => {
    steps += 1
    if (steps === 8) controller.abort()
  }
  await visit(store, directory, { signal: controller.signal, onProgress })
  expect(steps).toBe(8)
  expect(counts.names).toBeGreaterThan(0)
  expect(counts.names).toBeLessThanOrEqual(8 * 32)
})

it('deleteAll deletes no entry after the signal', async () => {
  const { store, directory } = await fill()
  const controller = new AbortController()
  const { unlink, unlinkSync } = fs
  let removed = 0
  const note = (): void => {
    removed += 1
    if (removed === 40) controller.abort()
  }
  vi.spyOn(fs, 'unlinkSync').mockImplementation((path) => {
    note()
    unlinkSync(path)
  })
  vi.spyOn(fs, 'unlink').mockImplementation((...args) => {
    note()
    unlink(...args)
  })
  await store.deleteAll?.(directory, { signal: controller.signal })
  expect(readdirSync(directory)).toHaveLength(count - 40)
})
