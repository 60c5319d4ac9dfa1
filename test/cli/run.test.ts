// The command in this process, with streams that the test reads: what only a terminal shows, and what a test has to time.

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { widthOf } from '../../src/cli/format.ts'
import { run } from '../../src/cli/run.ts'
import { Cachetta } from '../../src/index.ts'
import { temporaryDirectory } from '../store/file/support/processes.ts'
import { createDamagedDirectory, namesIn, storeEntry } from './support/cache-directory.ts'
import type { FakeHost, FakeHostOptions } from './support/fake-host.ts'
import { createFakeHost } from './support/fake-host.ts'

interface Outcome extends FakeHost {
  readonly code: number
  readonly lines: string[]
}

async function runWith(options: FakeHostOptions, ...args: string[]): Promise<Outcome> {
  const host = createFakeHost(options)
  const code = await run(args, host)
  return { ...host, code, lines: host.written.stdout.split('\n').slice(0, -1) }
}

describe('in a terminal', () => {
  it('no row of ls is wider than the terminal, and the end of a file and the beginning of a key are shown', async () => {
    const directory = temporaryDirectory()
    for (let index = 0; index < 120; index += 1) {
      const key = JSON.stringify(`${index} ${'東京'.repeat(50)}`)
      await storeEntry(directory, { key, tags: ['user'], name: `${'long'.repeat(20)}.json` })
    }
    for (const columns of [40, 80, 200]) {
      const { lines, code } = await runWith({ columns }, 'ls', directory)
      expect(code).toBe(0)
      expect(lines).toHaveLength(121)
      const widths = lines.map((line) => widthOf(stripVTControlCharacters(line)))
      expect(Math.max(...widths)).toBeLessThanOrEqual(columns)
      expect(stripVTControlCharacters(lines[1] ?? '')).toMatch(/^ +\d+s +\d+ B {2}….*\.json {2}"\d/)
    }
  })

  it('the head has a style, unless NO_COLOR is set or the terminal is dumb', async () => {
    const directory = temporaryDirectory()
    await storeEntry(directory)
    expect((await runWith({ columns: 80 }, 'ls', directory)).lines[0]).toContain('\u001b[1m')
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      expect((await runWith({ columns: 80, env }, 'ls', directory)).written.stdout).not.toContain('\u001b')
    }
    expect((await runWith({}, 'ls', directory)).written.stdout).not.toContain('\u001b')
  })

  it('a bar shows the progress on stderr, and is gone at the end', async () => {
    const directory = await createDamagedDirectory()
    const { written } = await runWith({ columns: 80 }, 'verify', directory)
    expect(stripVTControlCharacters(written.stderr)).toMatch(/^\r[█░]{24} +\d+ % {2}1 of 6 files/)
    expect(written.stderr.endsWith('\r\u001b[K')).toBe(true)
    expect((await runWith({}, 'verify', directory)).written.stderr).toBe('')
  })

  it('clear asks, and deletes only after a yes', async () => {
    const directory = temporaryDirectory()
    await storeEntry(directory)
    const refused = await runWith({ columns: 80, answer: '' }, 'clear', directory)
    expect(refused.questions).toEqual([expect.stringMatching(/^Delete 1 file \(\d+ B\) in .+\? \[y\/N\] $/)])
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.written.stderr).toContain('\r1 file\u001b[K\r\u001b[KDelete 1 file')
    expect(refused.written.stderr).toContain('Nothing was deleted.')
    expect(namesIn(directory)).toEqual(['users.json'])
    expect(await runWith({ columns: 80, answer: 'y' }, 'clear', directory)).toMatchObject({ code: 0 })
    expect(namesIn(directory)).toEqual([])
  })

  it('the question says how many mutations of an outbox would be lost', async () => {
    const directory = temporaryDirectory()
    await storeEntry(directory, { key: 'outbox app 1' })
    const { questions } = await runWith({ columns: 80, answer: 'n' }, 'clear', directory)
    expect(questions[0]).toContain('1 mutation of an outbox will never be sent.')
  })
})

describe('prune', () => {
  const hour = 3_600_000

  it('deletes entries whose files say that their time is over, by the longer of both spans', async () => {
    const directory = temporaryDirectory()
    const now = Date.now()
    const entries = {
      unknown: {},
      fresh: { duration: hour },
      expired: { duration: 1 },
      'stale-still': { duration: 1, staleDuration: hour * 3 },
      'for-errors': { duration: 1, staleDuration: 1, staleIfError: hour * 3 },
      forever: { duration: Number.POSITIVE_INFINITY },
    }
    for (const [name, spans] of Object.entries(entries)) {
      await storeEntry(directory, { name, storedAt: now, ...spans })
    }
    expect(await runWith({ now: now + 60_000 }, 'prune', directory)).toMatchObject({ code: 0 })
    expect(namesIn(directory)).toEqual(['for-errors', 'forever', 'fresh', 'stale-still', 'unknown'])
  })

  it('deletes all entries of the age in --older-than, but never a mutation of an outbox', async () => {
    const directory = temporaryDirectory()
    const now = Date.now()
    await storeEntry(directory, { name: 'old', storedAt: now - hour })
    await storeEntry(directory, { name: 'new', storedAt: now - hour + 1 })
    await storeEntry(directory, { name: 'outbox', key: 'outbox app 1', storedAt: now - 9 * hour, duration: 1 })
    expect(await runWith({ now }, 'prune', directory, '--older-than', '1h')).toMatchObject({ code: 0 })
    expect(namesIn(directory)).toEqual(['new', 'outbox'])
  })

  it('with a tag or a key, leaves damaged files, because nobody knows their tags', async () => {
    const directory = await createDamagedDirectory()
    await storeEntry(directory, { name: 'expired', tags: ['a'], duration: 1, storedAt: Date.now() - hour })
    await storeEntry(directory, { name: 'other', tags: ['b'], duration: 1, storedAt: Date.now() - hour })
    await runWith({}, 'prune', directory, '--tag', 'a')
    expect(namesIn(directory)).toEqual(
      ['empty.json', 'flipped.json', 'header.json', 'notes.txt', 'other', 'sound.json', 'torn.json'].sort(),
    )
  })
})

describe('clear', () => {
  it('with --dry-run, names what it would delete, and nothing else', async () => {
    const directory = await createDamagedDirectory()
    const { lines } = await runWith({}, 'clear', directory, '--dry-run')
    const named = lines.filter((line) => line.startsWith('would delete'))
    expect(named).toHaveLength(5)
    expect(named.join()).not.toContain('notes.txt')
    expect(namesIn(directory)).toHaveLength(6)
  })

  it('refuses the home directory, those above it and above the working directory, and a project', async () => {
    const home = temporaryDirectory()
    await storeEntry(home)
    const project = temporaryDirectory()
    await storeEntry(project)
    writeFileSync(join(project, 'package.json'), '{}')
    for (const directory of [home, join(home, '..'), '/', '..', project]) {
      for (const command of ['clear', 'prune']) {
        const args = [command, directory, ...(command === 'clear' ? ['--yes'] : [])]
        const { code, written } = await runWith({ homeDirectory: home }, ...args)
        expect(code).toBe(2)
        expect(written.stderr).toMatch(/not a cache\. Nothing was deleted\./)
      }
    }
    expect([...namesIn(home), ...namesIn(project)]).toEqual(['users.json', 'package.json', 'users.json'])
  })

  it('refuses a directory in which files of other programs outnumber the entries, and names some of them', async () => {
    const directory = temporaryDirectory()
    await storeEntry(directory)
    for (let index = 0; index < 12; index += 1) writeFileSync(join(directory, `photo-${index}`), 'mine')
    const { code, lines, written } = await runWith({}, 'clear', directory, '--yes')
    expect(code).toBe(2)
    expect(written.stderr).toContain('is no cache: 12 of 13 files in it are not from Cachetta. Nothing was deleted.')
    expect(lines).toHaveLength(12)
    expect(lines.at(-1)).toBe('  and 2 more')
    expect(readdirSync(directory)).toHaveLength(13)
  })

  it('deletes what matches all of the filters', async () => {
    const directory = temporaryDirectory()
    await storeEntry(directory, { name: 'a', key: '', tags: ['x'] })
    await storeEntry(directory, { name: 'b', key: '{"id":1}', tags: ['x'] })
    await storeEntry(directory, { name: 'c', key: '{"id":1}' })
    await runWith({}, 'clear', directory, '--yes', '--tag', 'x', '--key', '*"id"*')
    expect(namesIn(directory)).toEqual(['a', 'c'])
  })

  it('ends the right of running computations to store their results', async () => {
    const directory = temporaryDirectory()
    const { fileStore } = await import('../../src/index.ts')
    await storeEntry(directory)
    const lock = await fileStore().lock?.({ path: `${directory}/users.json`, key: '2', exact: false }, false)
    await runWith({}, 'clear', directory, '--yes')
    expect(await lock?.isHeld()).toBe(false)
  })
})

describe('Ctrl-C', () => {
  it('stops between two files, leaves the others whole, and says how far it came', async () => {
    const directory = temporaryDirectory()
    for (let index = 0; index < 200; index += 1) await storeEntry(directory, { name: `entry-${index}` })
    const host = createFakeHost()
    let deleted = 0
    const stdout = {
      ...host.stdout,
      write(text: string) {
        deleted += 1
        if (deleted === 5) host.interruption.abort()
        return host.stdout.write(text)
      },
    }
    expect(await run(['clear', directory, '--yes', '--json'], { ...host, stdout })).toBe(130)
    expect(readdirSync(directory)).toHaveLength(195)
    expect(await runWith({}, 'verify', directory)).toMatchObject({ code: 0 })
  })

  it('in prune says how many entries are gone, and the next prune continues', async () => {
    const directory = temporaryDirectory()
    for (let index = 0; index < 20; index += 1) await storeEntry(directory, { name: `entry-${index}` })
    const host = createFakeHost()
    let judged = 0
    const now = (): number => {
      judged += 1
      if (judged === 6) host.interruption.abort()
      return Date.now()
    }
    expect(await run(['prune', directory, '--older-than', '0s'], { ...host, now })).toBe(130)
    expect(host.written.stdout).toMatch(/^Stopped\. Deleted 6 entries: /)
    expect(readdirSync(directory)).toHaveLength(14)
    const next = await runWith({}, 'prune', directory, '--older-than', '0s')
    expect(next.code).toBe(0)
    expect(next.written.stdout).toMatch(/^Deleted 14 entries: /)
  })
})

describe('terminal escape sequences', () => {
  it('in keys, tags, values and names of files are shown, and not sent', async () => {
    const directory = join(temporaryDirectory(), 'evil\u001b[2J')
    mkdirSync(directory)
    const evil = '\u001b]0;title\u0007\u009b31m\u202e'
    const file = await storeEntry(directory, {
      key: JSON.stringify(evil),
      value: evil,
      tags: [evil],
      name: `${evil}.json`,
    })
    writeFileSync(join(directory, `notes${evil}`), evil)
    const calls = [
      ['ls'],
      ['ls', '--json'],
      ['stats'],
      ['verify'],
      ['verify', '--json'],
      ['clear', '--dry-run'],
      ['clear'],
    ]
    const outputs = []
    for (const [command = '', ...options] of calls) {
      outputs.push(await runWith({}, command, directory, ...options))
    }
    outputs.push(await runWith({}, 'show', file), await runWith({}, 'show', file, '--json'))
    outputs.push(
      await runWith({}, 'ls', `${directory}${evil}`),
      await runWith({}, `ls${evil}`),
      await runWith({}, 'ls', `--${evil}`),
    )
    for (const { written } of outputs) {
      expect(written.stdout + written.stderr).not.toBe('')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not reach a terminal
      expect(written.stdout + written.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    }
  })
})

it('an unexpected fault shows where it happened, and a mistake of the user does not', async () => {
  const host = createFakeHost()
  const broken = {
    ...host.stdout,
    write: () => {
      throw new TypeError('a fault')
    },
  }
  expect(await run(['--version'], { ...host, stdout: broken })).toBe(2)
  expect(host.written.stderr).toContain(basename(import.meta.filename))
  const { written } = await runWith({}, 'ls', '/nowhere/at/all')
  expect(written.stderr).toBe('/nowhere/at/all does not exist.\n')
})

it.each(['users', 'users.json', './users'])(
  'the path %j of a cache, which is no directory, leads to its directory',
  async (path) => {
    const directory = temporaryDirectory()
    const cache = new Cachetta({ path: join(directory, path) })
    await cache.wrap(async (id: number) => ({ id }))(4)
    const { code, written } = await runWith({}, 'ls', join(directory, path))
    expect(code).toBe(2)
    expect(written.stderr).toMatch(
      /users(\.json)? is no directory\. .* for example users-[0-9a-f]{16}(\.json)?\. Name their directory: /,
    )
    expect(written.stderr).toContain(`directory: ${directory}\n`)
  },
)
