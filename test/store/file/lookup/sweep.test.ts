import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { getHostId } from '../../../../src/store/file/system/process.ts'
import { addressOf, minutesAgo } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

/** No process has an id that high. */
const deadPid = 2 ** 30

const temporaryName = (name: string, host: string, pid: number) => `.${name}.cachetta-${host}-${pid}-abc1.tmp`

describe('sweep', () => {
  it('removes the temporary files of dead processes, and old ones of any process', async () => {
    const directory = temporaryDirectory()
    const left = [
      temporaryName('a', getHostId(), deadPid),
      temporaryName('b', 'ffffffff', 1),
      temporaryName('c', getHostId(), process.pid),
    ]
    const kept = [temporaryName('d', getHostId(), process.pid), temporaryName('e', 'ffffffff', 1), '.f.tmp', 'g.tmp']
    mkdirSync(join(directory, 'c', 'sub'), { recursive: true })
    for (const name of [...left, ...kept]) writeFileSync(join(directory, 'c', 'sub', name), '')
    for (const name of [left[1], left[2]])
      utimesSync(join(directory, 'c', 'sub', name ?? ''), minutesAgo(2), minutesAgo(2))
    writeFileSync(join(directory, temporaryName('c', getHostId(), deadPid)), '')
    await fileStore().sweep?.(join(directory, 'c'))
    expect(readdirSync(join(directory, 'c', 'sub')).sort()).toEqual([...kept].sort())
    expect(readdirSync(directory)).toEqual(['c'])
  })

  it('removes dead locks, and neither a lock of another cache nor files of another program', async () => {
    const directory = temporaryDirectory()
    const dead = `0123456789ab-${deadPid}-${deadPid}-${getHostId()}`
    const locks = { '.e.json.cachetta-lock': dead, '.f.json.cachetta-lock': dead, '.yarn.cachetta-lock': 'notes.txt' }
    for (const [lock, name] of Object.entries(locks)) {
      mkdirSync(join(directory, lock))
      writeFileSync(join(directory, lock, name), '')
    }
    const unfinished = join(directory, temporaryName('e.json', getHostId(), deadPid))
    mkdirSync(unfinished)
    writeFileSync(join(unfinished, dead), '')
    writeFileSync(join(directory, 'yarn.lock'), '# yarn')
    const store = fileStore()
    const lock = await store.lock?.(addressOf(join(directory, 'e.json'), 'live'), false)
    await store.sweep?.(join(directory, 'e.json'))
    await store.sweep?.(join(directory, 'yarn'))
    expect(await lock?.isHeld()).toBe(true)
    await lock?.release()
    expect(readdirSync(directory).sort()).toEqual(['.f.json.cachetta-lock', '.yarn.cachetta-lock', 'yarn.lock'])
  })
})
