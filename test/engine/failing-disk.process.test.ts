import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryDirectory } from '../store/file/support/processes.ts'
import { runJob, smallDiskShell } from './support/processes.ts'

interface Outcome {
  /** The length of each value that a call returned while the disk failed. */
  readonly during: readonly number[]
  /** The log lines while the disk failed. */
  readonly warnings: readonly string[]
  /** The log lines after the repair. */
  readonly after: readonly string[]
  /** The number of computations of the second call after the repair. */
  readonly computedAgain: number
}

async function callOverFailingDisk(input: object, shell?: string): Promise<Outcome> {
  return JSON.parse(await runJob('callOverFailingDisk', input, shell))
}

const failing = { during: [1, 1, 1, 1], warnings: [expect.stringMatching(/^warn cachetta: the file store cannot/)] }
const recovered = { after: ['info cachetta: the file store works again'], computedAgain: 0 }

describe('calls over a failing disk return their values and cause one log line, and are cached again after a repair', () => {
  it('a part of the path is a file', async () => {
    const file = join(temporaryDirectory(), 'file')
    writeFileSync(file, '')
    expect(await callOverFailingDisk({ options: { path: join(file, 'entry.json') }, remove: file })).toEqual({
      ...failing,
      ...recovered,
    })
  })

  it('the file name has 300 characters', async () => {
    const path = join(temporaryDirectory(), `${'n'.repeat(295)}.json`)
    expect(await callOverFailingDisk({ options: { path } })).toEqual({ ...failing, after: [], computedAgain: 1 })
  })

  it.skipIf(process.platform !== 'linux')('the disk is read-only', async () => {
    const directory = temporaryDirectory()
    const input = { options: { path: join(directory, 'entry.json') }, command: `mount -o remount,rw ${directory}` }
    const disk = smallDiskShell(directory, `mount -o remount,ro ${directory} && export TMPDIR=${directory}`)
    expect(await callOverFailingDisk(input, disk)).toEqual({ ...failing, ...recovered })
  })

  it.skipIf(process.platform !== 'linux')('the disk is full', async () => {
    const directory = temporaryDirectory()
    const filling = join(directory, 'filling')
    const options = { path: join(directory, 'entry.json') }
    const disk = smallDiskShell(directory, `(head -c 1000000 /dev/zero > ${filling} || true) 2>/dev/null`)
    expect(await callOverFailingDisk({ options, remove: filling }, disk)).toEqual({ ...failing, ...recovered })
  })
})
