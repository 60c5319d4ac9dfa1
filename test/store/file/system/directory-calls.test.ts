import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as directories from '../../../../src/store/file/system/directory-calls.ts'
import { run, runSync } from '../../../../src/store/sync-or-async.ts'
import { temporaryDirectory } from '../support/processes.ts'

// A store changes from one to the other when it notices that its disk is slow. In Deno each has a position of its own.
it.each([
  ['first on this thread', runSync, run],
  ['first on another thread', run, run],
])('each name is read once, %s', async (_title, readFirst, readNext) => {
  const directory = temporaryDirectory()
  const names = Array.from({ length: 70 }, (_, index) => `${index}.json`)
  for (const name of names) writeFileSync(join(directory, name), '')
  const open = await run(directories.openDirectory(directory))
  const found = await readFirst(directories.readDirectory(open))
  for (let next = found; next.length > 0; found.push(...next)) next = await readNext(directories.readDirectory(open))
  await run(directories.closeDirectory(open))
  expect(found.map(({ name }) => name).sort()).toEqual(names.sort())
})
