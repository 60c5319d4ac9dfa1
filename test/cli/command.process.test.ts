// The command as a process: what it prints, its exit codes, and what it leaves on the disk.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isLong, temporaryDirectory } from '../store/file/support/processes.ts'
import { startNode } from '../support/processes.ts'
import { createDamagedDirectory, namesIn, storeEntry } from './support/cache-directory.ts'
import { program, runCommand, runInShell } from './support/processes.ts'

const commands = ['ls', 'show', 'stats', 'verify', 'prune', 'clear']
const ofDirectories = commands.filter((command) => command !== 'show')
const writer = fileURLToPath(new URL('support/writer.mjs', import.meta.url))

/** Fills a directory with files of entries, much faster than a cache would: each is a copy of one entry with another name. */
async function fill(directory: string, count: number): Promise<void> {
  const text = readFileSync(await storeEntry(temporaryDirectory(), { value: 'x'.repeat(900) }), 'utf8')
  for (let index = 0; index < count; index += 1) writeFileSync(join(directory, `entry-${index}.json`), text)
}

describe('help and version', () => {
  it('--help names each command, and the exit codes', async () => {
    const { code, stdout, stderr } = await runCommand(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} <`, 'm'))
    expect(stdout).toMatch(/Exit codes:\n {2}0 {2}done\n {2}1 .+\n {2}2 /)
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
  })

  it.each(commands)('%s --help names its options', async (command) => {
    const { code, stdout } = await runCommand([command, '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain(`Usage: npx cachetta ${command} <`)
    for (const option of ['--json', '--help', '--version']) expect(stdout).toContain(option)
    expect(stdout.includes('--dry-run')).toBe(['prune', 'clear'].includes(command))
    expect(stdout.includes('--yes')).toBe(command === 'clear')
  })

  it('--version is that of package.json', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await runCommand(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` })
  })

  it('without arguments, the help is on stderr, and the exit code is 2', async () => {
    const { code, stdout, stderr } = await runCommand([])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Usage: npx cachetta <command>')
  })
})

describe('a mistake of the user', () => {
  it.each(ofDirectories)('in %s is one line on stderr and the exit code 2', async (command) => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'file'), '')
    const mistakes = [[join(directory, 'none')], [join(directory, 'file')], [join(directory, 'file', 'below')], []]
    const outcomes = await Promise.all(mistakes.map((operands) => runCommand([command, ...operands])))
    for (const { code, stdout, stderr } of outcomes) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/does not exist|is a file, not a directory|needs a directory/)
      expect(stderr).not.toMatch(/^ {4}at /m)
    }
  })

  it('of the permission, too', async () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'closed'))
    chmodSync(join(directory, 'closed'), 0)
    // The administrator may read everything. The command runs without this right.
    const isAdministrator = process.getuid?.() === 0
    const restricted = isAdministrator ? 'setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-all' : ''
    const { code, stderr } = await runInShell(`exec ${restricted} "$NODE" "$PROGRAM" ls "${directory}/closed"`)
    chmodSync(join(directory, 'closed'), 0o700)
    expect(stderr).toBe(`${directory}/closed cannot be read: permission denied.\n`)
    expect(code).toBe(2)
  })
})

describe('an empty directory', () => {
  it.each(ofDirectories)('%s has nothing to do', async (command) => {
    const { code, stdout, stderr } = await runCommand([command, temporaryDirectory()])
    expect(code).toBe(0)
    expect(stdout + stderr).toMatch(/^(No entries in|0 entries|Deleted nothing|There is nothing to delete)/)
  })
})

describe('a damaged directory', () => {
  it('verify names each damaged file with its reason, and the foreign one, and ends with 1', async () => {
    const directory = await createDamagedDirectory()
    const { code, stderr, lines } = await runCommand(['verify', directory])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const named = lines.slice(0, -1).map((line) => line.replace(`${directory}/`, '').replace(/-[0-9a-f]{16}/, ''))
    expect(named.sort()).toEqual([
      'damaged     empty.json  is empty',
      'damaged     flipped.json  does not match its checksum',
      'damaged     header.json  has an invalid header',
      'damaged     torn.json  does not match its checksum',
      'foreign     notes.txt  is not from Cachetta',
    ])
    expect(lines.at(-1)).toMatch(
      /^1 entry is sound\. 4 files are damaged\. 1 file is not from Cachetta\. \d+ B read\.$/,
    )
  })

  it('with --json, prints one object a line', async () => {
    const directory = await createDamagedDirectory()
    const { code, lines } = await runCommand(['verify', '--json', directory])
    expect(code).toBe(1)
    const objects = lines.map((line) => JSON.parse(line))
    expect(
      objects
        .slice(0, -1)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual([...Array(4).fill('damaged'), 'foreign'])
    expect(objects.at(-1)).toMatchObject({ kind: 'summary', sound: 1, damaged: 4, foreign: 1, unreadable: 0 })
  })

  it('verify ends with 0 after prune, which deletes the damaged files and nothing else', async () => {
    const directory = await createDamagedDirectory()
    const dryRun = await runCommand(['prune', '--dry-run', directory])
    expect(dryRun.stdout.match(/^would delete {2}damaged /gm)).toHaveLength(4)
    expect(namesIn(directory)).toHaveLength(6)
    expect(await runCommand(['prune', directory])).toMatchObject({ code: 0 })
    expect(namesIn(directory)).toEqual(['notes.txt', 'sound.json'])
    expect(await runCommand(['verify', directory])).toMatchObject({ code: 0 })
  })
})

describe('ls, show and stats', () => {
  it('describe the entries for people and for programs', async () => {
    const directory = temporaryDirectory()
    const value = { since: new Date(0) }
    const file = await storeEntry(directory, { key: '1', value, tags: ['user:1'], duration: 3_600_000, version: 2 })
    await storeEntry(directory, { name: 'rates.json', storedAt: Date.now() - 7_200_000 })

    const list = await runCommand(['ls', directory])
    expect(list.lines[0]).toMatch(/^ {3}AGE {5}SIZE {2}FILE +KEY \[TAGS\]$/)
    expect(list.stdout).toMatch(/^ +\d+s +\d+ B {2}\S+users-[0-9a-f]{16}\.json {2}1 \[user:1\]$/m)
    expect(list.stdout).toMatch(/^ +2h +\d+ B {2}\S+rates\.json$/m)
    const older = await runCommand(['ls', '--older-than', '1h', '--json', directory])
    expect(older.lines.map((line) => JSON.parse(line).file)).toEqual([join(directory, 'rates.json')])

    const shown = await runCommand(['show', file])
    for (const line of [/^key +1$/m, /^tags +user:1$/m, /^version +2$/m, /^duration +1h$/m, /^types +.*Date/m]) {
      expect(shown.stdout).toMatch(line)
    }
    expect(shown.stdout).toMatch(/\{\n {2}"since": "1970-01-01T00:00:00\.000Z"\n\}\n$/)
    const { size, ...object } = JSON.parse((await runCommand(['show', file, '--json'])).stdout)
    expect(size).toBe(readFileSync(file).length)
    expect(object).toEqual({
      kind: 'entry',
      file,
      key: '1',
      age: expect.any(Number),
      storedAt: expect.any(Number),
      tags: ['user:1'],
      version: 2,
      duration: 3_600_000,
      value: { since: '1970-01-01T00:00:00.000Z' },
      meta: { values: { since: ['Date'] }, v: 1 },
    })

    const stats = await runCommand(['stats', directory, '--json'])
    expect(stats.lines.map((line) => JSON.parse(line)).at(-1)).toMatchObject({
      kind: 'summary',
      entries: 2,
      foreign: 0,
    })
    expect((await runCommand(['stats', directory])).stdout).toMatch(/^2 entries, \d+ B, \d+s to 2h old\.$/m)
  })

  it('show ends with 1 for a damaged file, and with 2 for a directory', async () => {
    const directory = temporaryDirectory()
    const file = await storeEntry(directory)
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -5))
    expect(await runCommand(['show', file])).toMatchObject({
      code: 1,
      stdout: `${file} does not match its checksum.\n`,
    })
    expect(await runCommand(['show', directory])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('clear', () => {
  it('needs --yes without a terminal, and leaves and names the files of other programs', async () => {
    const directory = await createDamagedDirectory()
    const refused = await runCommand(['clear', directory])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toMatch(
      /^To delete 5 files \(\d+ B\) in .+ without a question, add --yes\. Nothing was deleted\.\n$/,
    )
    expect(namesIn(directory)).toHaveLength(6)

    const { code, stdout } = await runCommand(['clear', '--yes', directory])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^Deleted 3 entries, 2 damaged files: \d+ B\.\nLeft alone, because it is not from Cachetta:\n {2}.+notes\.txt\n$/,
    )
    expect(namesIn(directory)).toEqual(['notes.txt'])
    expect(await runCommand(['clear', '--yes', directory])).toMatchObject({ code: 2 })
  })

  it('deletes nothing in a directory that is no cache, and says so', async () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'photos'))
    writeFileSync(join(directory, 'photos', 'photo-0123456789abcdef.jpg'), 'mine')
    const { code, stderr } = await runCommand(['clear', '--yes', directory])
    expect(code).toBe(2)
    expect(stderr).toBe(`${directory} is no cache: 1 of 1 file in it is not from Cachetta. Nothing was deleted.\n`)
    expect(await runCommand(['prune', '--older-than', '0s', directory])).toMatchObject({ code: 0 })
    expect(readdirSync(join(directory, 'photos'))).toHaveLength(1)
  })
})

describe('a directory that another process is writing', () => {
  it('has no damage, and prune and clear harm no write', async () => {
    const directory = temporaryDirectory()
    const writing = startNode([writer, directory])
    await writing.waitForLine('round')
    for (let round = 0; round < 3; round += 1) {
      for (const command of ['ls', 'stats', 'verify', 'prune']) {
        const { code, stdout, stderr } = await runCommand([command, directory])
        expect(stdout + stderr).not.toMatch(/damaged|cannot be read|not from Cachetta/)
        expect(code).toBe(0)
      }
      expect(await runCommand(['clear', '--yes', directory])).toMatchObject({ code: 0 })
    }
    const before = writing.lines.length
    await expect.poll(() => writing.lines.length).toBeGreaterThan(before)
    writing.kill()
    await writing.exited
    expect(await runCommand(['verify', directory])).toMatchObject({ code: 0 })
  })
})

describe('a large directory', () => {
  it('ends quietly when the reader ends: ls | head', async () => {
    const directory = temporaryDirectory()
    await fill(directory, 2_000)
    const { stdout, stderr } = await runInShell(
      `set -o pipefail; cachetta ls "${directory}" | head -n 2; echo "code \${PIPESTATUS[0]}"`,
    )
    expect(stderr).toBe('')
    expect(stdout.split('\n')).toEqual([
      expect.stringContaining('FILE'),
      expect.stringContaining('entry-'),
      'code 0',
      '',
    ])
  })

  it.each([
    ['clear', '--yes'],
    ['prune', '--older-than=0s'],
  ])('is left whole by Ctrl-C in the middle of %s', async (command, option) => {
    const directory = temporaryDirectory()
    await fill(directory, 2_000)
    const child = spawn(process.execPath, [program, command, option, '--json', directory], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const closed = once(child, 'close')
    await once(child.stdout, 'data')
    child.kill('SIGINT')
    child.stdout.resume()
    expect((await closed)[0]).toBe(130)
    expect(readdirSync(directory).length).toBeGreaterThan(0)
    expect(await runCommand(['verify', directory])).toMatchObject({ code: 0 })
  })

  it('any number of entries is read in a heap of 8 MB', async () => {
    const directory = temporaryDirectory()
    const count = isLong ? 100_000 : 2_000
    await fill(directory, count)
    // Whatever grew with the entries would not fit into this heap. At full length, that is 80 bytes for each entry.
    const smallHeap = ['--max-old-space-size=8']
    for (const command of ['ls', 'stats', 'verify']) {
      const { code, stdout } = await runCommand([command, directory], smallHeap)
      expect(code).toBe(0)
      expect(command === 'ls' ? stdout.split('\n').length - 2 : stdout).toEqual(
        command === 'ls' ? count : expect.stringContaining(`${count.toLocaleString('en-US')} entries`),
      )
    }
    const pruned = await runCommand(['prune', '--older-than', '0s', directory], smallHeap)
    expect(pruned.stdout).toContain(`Deleted ${count.toLocaleString('en-US')} entries`)
    expect(readdirSync(directory)).toEqual([])
  })
})
