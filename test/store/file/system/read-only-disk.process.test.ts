import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'
import { startNode, waitForLastLine } from '../../../support/processes.ts'
import { temporaryDirectory } from '../support/processes.ts'

const worker = fileURLToPath(new URL('../support/read-only-disk.mjs', import.meta.url))

let program: string
let temporary: string
let own: string
beforeEach(() => {
  program = temporaryDirectory()
  temporary = temporaryDirectory()
  own = join(temporary, `cachetta-${process.getuid?.()}`)
})

/** Returns the shell code that mounts `program` read-only, for the process alone, and works there. Needs no root. */
function readOnlyShell(before = ':'): string {
  const mount = `${before}; mount --bind ${program} ${program} && mount -o remount,bind,ro ${program} && cd ${program}`
  return `export TMPDIR=${temporary}; exec unshare --user --map-root-user --mount bash -c '${mount} && exec "$0" "$@"' "$0" "$@";`
}

async function callTwice(input: object, shell = readOnlyShell()) {
  const line = await waitForLastLine(startNode([worker, JSON.stringify(input)], shell))
  return JSON.parse(line) as { readonly places: string[]; readonly computations: number; readonly lines: string[] }
}

describe.skipIf(process.platform !== 'linux')('on a disk that is read-only, a path', () => {
  it('is moved to the temporary folder, and the log has one line', async () => {
    const moved = join(own, program, 'a', 'b.json')
    const { computations, lines, places } = await callTwice({ paths: ['a/b.json', join(program, 'c.json')] })
    expect(places).toEqual([moved, join(own, program, 'c.json')])
    expect(computations).toBe(2)
    expect(lines).toEqual([
      `cachetta: the file store cannot keep its entries: the disk of ${join(program, 'a/b.json')} is read-only, so its entries are in ${moved}`,
    ])
    expect(readFileSync(moved, 'utf8')).toContain('computed')
    expect(statSync(own).mode & 0o777).toBe(0o700)
  })

  it('is found there by the next process', async () => {
    await callTwice({ path: 'a.json' })
    expect(await callTwice({ path: 'a.json' })).toMatchObject({ computations: 0 })
  })

  it('stays in that directory, whatever it contains', async () => {
    const { places } = await callTwice({ path: `${program}/a/../../../../../../${program}/b.json` })
    expect(places).toEqual([join(own, program, 'b.json')])
  })

  it.each(['a.json', 'a'])('stays if entries of it were deployed with the program: %s', async (path) => {
    const place = join(program, path)
    await callTwice({ path: place }, `export TMPDIR=${temporary};`)
    expect(await callTwice({ path })).toEqual({ places: [place], computations: 0, lines: [] })
  })

  it('stays if the directory for it is open to others, or is a link', async () => {
    const place = join(program, 'a.json')
    const expected = { places: [place], computations: 2, lines: [expect.stringContaining('read-only file system')] }
    mkdirSync(own)
    chmodSync(own, 0o770)
    expect(await callTwice({ path: 'a.json' })).toEqual(expected)
    rmdirSync(own)
    symlinkSync(temporaryDirectory(), own)
    expect(await callTwice({ path: 'a.json' })).toEqual(expected)
  })

  it.skipIf(process.getuid?.() !== 0)('stays if the directory for it belongs to another user', async () => {
    mkdirSync(own, { mode: 0o700 })
    chownSync(own, 65_534, 65_534)
    expect((await callTwice({ path: 'a.json' })).places).toEqual([join(program, 'a.json')])
  })

  it('is moved if the user could not write there anyway', async () => {
    chmodSync(program, 0o555)
    const shell = readOnlyShell().replace('exec "$0"', 'exec setpriv --bounding-set=-all --inh-caps=-all "$0"')
    const { places } = await callTwice({ path: 'a.json' }, shell)
    chmodSync(program, 0o755)
    expect(places).toEqual([join(own, program, 'a.json')])
  })
})

describe.skipIf(process.platform !== 'linux')('on a disk that can be written, a path', () => {
  it('stays, and nothing is created in the temporary folder', async () => {
    const shell = `export TMPDIR=${temporary};`
    const place = join(program, 'a', 'b.json')
    expect(await callTwice({ path: place }, shell)).toEqual({ places: [place], computations: 1, lines: [] })
    expect(readdirSync(temporary)).toEqual([])
  })

  it.skipIf(process.getuid?.() !== 0)('stays if the user has no permission', async () => {
    writeFileSync(join(program, 'other'), '')
    chmodSync(program, 0o755)
    chmodSync(temporary, 0o777)
    const place = join(program, 'a.json')
    const { places } = await callTwice({ path: place, user: 65_534 }, `export TMPDIR=${temporary};`)
    expect(places).toEqual([place])
    expect(readdirSync(temporary)).toEqual([])
  })
})
