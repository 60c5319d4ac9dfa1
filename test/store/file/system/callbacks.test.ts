import fs from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import * as directories from '../../../../src/store/file/system/directory-calls.ts'
import * as calls from '../../../../src/store/file/system/system-calls.ts'
import { run } from '../../../../src/store/sync-or-async.ts'
import { temporaryDirectory } from '../support/processes.ts'

afterEach(() => vi.restoreAllMocks())

type Callback = (...args: unknown[]) => void
const asynchronous = ['access', 'close', 'fsync', 'futimes', 'mkdir', 'rename', 'rmdir', 'unlink', 'utimes'] as const

/** Makes the calls of `node:fs` that have no result end with these arguments, as Deno and Bun do. */
function endCallbacksWith(...ending: undefined[]): void {
  for (const name of asynchronous) {
    const original = fs[name] as (...args: unknown[]) => void
    vi.spyOn(fs, name as 'close').mockImplementation(((...args: unknown[]) => {
      const done = args.at(-1) as Callback
      original(...args.slice(0, -1), (error: unknown) => (error ? done(error) : done(...ending)))
    }) as typeof fs.close)
  }
}

it.each([[[]], [[undefined]]])('a callback with %j is no failure', async (ending) => {
  endCallbacksWith(...(ending as undefined[]))
  const directory = join(temporaryDirectory(), 'd')
  const [from, to] = [join(directory, 'a'), join(directory, 'b')]
  await run(directories.createDirectory(directory))
  await run(directories.makeDirectory(join(directory, 'e', 'f')))
  const fd = await run(calls.open(from, 'w'))
  await run(calls.fsync(fd))
  await run(calls.futimes(fd, 1, 1))
  await run(calls.close(fd))
  await run(calls.touch(from))
  expect(await run(calls.exists(from))).toBe(true)
  await run(calls.rename(from, to))
  expect(await run(calls.exists(from))).toBe(false)
  await run(calls.unlink(to))
  await run(directories.removeDirectory(join(directory, 'e', 'f')))
  expect(fs.readdirSync(directory)).toEqual(['e'])
})

it('an error still is one', async () => {
  endCallbacksWith()
  const missing = join(temporaryDirectory(), 'missing')
  await expect(run(calls.unlink(missing))).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(run(calls.rename(missing, `${missing}2`))).rejects.toMatchObject({ code: 'ENOENT' })
})
