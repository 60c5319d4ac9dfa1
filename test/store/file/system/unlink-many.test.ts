import fs from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { runInTurns } from '../../../../src/store/file/system/run-in-turns.ts'
import { createUnlink } from '../../../../src/store/file/system/unlink-many.ts'

afterEach(() => vi.restoreAllMocks())

function waitForDisk(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

it('tries a slow disk on this thread more and more rarely, and comes back to it when it is fast', async () => {
  let ms = 1
  const here = vi.spyOn(fs, 'unlinkSync').mockImplementation(() => waitForDisk(ms))
  const onThread = vi
    .spyOn(fs, 'unlink')
    .mockImplementation(((_path: string, done: (error: null) => void) => done(null)) as typeof fs.unlink)
  const unlink = await runInTurns(createUnlink())
  for (let file = 0; file < 100_000; file += 1) void unlink(`${file}`)
  expect(here.mock.calls.length).toBeLessThan(30)
  expect(here.mock.calls.length + onThread.mock.calls.length).toBe(100_000)

  ms = 0
  here.mockClear()
  for (let file = 0; file < 200_000; file += 1) void unlink(`${file}`)
  expect(here.mock.calls.length).toBeGreaterThan(1_000)
})
