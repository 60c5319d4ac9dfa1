import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryDirectory } from '../store/file/processes.ts'
import { runJob, smallDiskShell } from './support/processes.ts'

interface Endured {
  /** The length of each value that a call returned while the disk failed. */
  readonly during: readonly number[]
  readonly warnings: readonly string[]
  readonly after: readonly string[]
  /** How often the second call after the repair computed. */
  readonly computedAgain: number
}

async function endure(given: object, shell?: string): Promise<Endured> {
  return JSON.parse(await runJob('endure', given, shell))
}

const lasting = { during: [1, 1, 1, 1], warnings: [expect.stringMatching(/^warn cachetta: the file store cannot/)] }
const recovered = { after: ['info cachetta: the file store works again'], computedAgain: 0 }

describe('calls over a failing disk return their values and cause one line; they are cached again when it is well', () => {
  it('a directory is in the way', async () => {
    const path = join(temporaryDirectory(), 'entry.json')
    mkdirSync(join(path, 'full'), { recursive: true })
    expect(await endure({ options: { path }, remove: path })).toEqual({ ...lasting, ...recovered })
  })

  it('a part of the path is a file', async () => {
    const file = join(temporaryDirectory(), 'file')
    writeFileSync(file, '')
    expect(await endure({ options: { path: join(file, 'entry.json') }, remove: file })).toEqual({
      ...lasting,
      ...recovered,
    })
  })

  it('the name has 300 characters', async () => {
    const path = join(temporaryDirectory(), `${'n'.repeat(295)}.json`)
    expect(await endure({ options: { path } })).toEqual({ ...lasting, after: [], computedAgain: 1 })
  })

  it.skipIf(process.platform !== 'linux')('it is read-only', async () => {
    const directory = temporaryDirectory()
    const given = { options: { path: join(directory, 'entry.json') }, command: `mount -o remount,rw ${directory}` }
    const disk = smallDiskShell(directory, `mount -o remount,ro ${directory}`)
    expect(await endure(given, disk)).toEqual({ ...lasting, ...recovered })
  })

  it.skipIf(process.platform !== 'linux')('it is full', async () => {
    const directory = temporaryDirectory()
    const filling = join(directory, 'filling')
    const options = { path: join(directory, 'entry.json') }
    const disk = smallDiskShell(directory, `(head -c 1000000 /dev/zero > ${filling} || true) 2>/dev/null`)
    expect(await endure({ options, remove: filling }, disk)).toEqual({ ...lasting, ...recovered })
  })
})
