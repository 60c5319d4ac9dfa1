import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isLong, temporaryDirectory } from '../store/file/support/processes.ts'
import { startNode, waitForLastLine } from '../support/processes.ts'
import { promisesOfCache } from './promises.ts'

const tool = fileURLToPath(new URL('tool/main.mjs', import.meta.url))

/** What a command found, and what the log and the process had to say meanwhile. */
interface Report {
  readonly log: readonly string[]
  readonly [finding: string]: unknown
}

/** Runs a command in a new directory, until its process has ended by itself. */
async function runTool(command: string, options: object = {}): Promise<Report> {
  const line = await waitForLastLine(startNode([tool, command, temporaryDirectory(), JSON.stringify(options)]))
  const { rejections, warnings, ...report } = JSON.parse(line)
  expect({ rejections, warnings }).toEqual({ rejections: [], warnings: [] })
  return report
}

/** The same outcome for each name. */
const forEach = (names: readonly string[], outcome: unknown) => Object.fromEntries(names.map((name) => [name, outcome]))

interface Scenario {
  readonly options?: object
  check(report: Report): void
}

const count = isLong ? 100_000 : 300

const scenarios: Record<string, Scenario> = {
  nested: {
    check({ values, fibonacci, factorial, errors, log }) {
      const named = (id: number) => ({ id, name: `user ${id}` })
      expect(values).toEqual([
        named(1),
        { ...named(2), isNew: true },
        { id: 3 },
        named(4),
        named(4),
        ...[1, 2].map(() => ({ id: 5, isSync: true })),
        ...[1, 2].map(() => ({ id: 6, isMixed: true })),
      ])
      expect([fibonacci, factorial]).toEqual([832_040, 720])
      expect(errors).toEqual(Array(8).fill(expect.stringMatching(/calls itself with the same arguments/)))
      expect(log.length).toBe(1)
    },
  },
  twoFunctions: {
    check({ inFlight, requests, computed, log }) {
      expect(inFlight).toEqual(['rate EUR CHF', 'news EUR CHF', 'rate EUR CHF'])
      expect({ requests, computed }).toEqual({ requests: [1, 1, 1, 2, 2, 2], computed: 2 })
      expect(log[0]).toMatch(/mixed\.json: fetchRate and fetchNews; .* cache\.at\('news\.json'\)\(fetchNews\)$/)
      expect(log.length).toBe(11) // of 151 paths that two functions share
    },
  },
  changedArguments: {
    check({ hits, value, keyed, sync, log }) {
      expect(Object.values(hits as object)).toEqual(Array(8).fill([false, false]))
      expect({ value, keyed, sync }).toEqual({ value: 2, keyed: false, sync: false })
      expect(log).toEqual(Array(10).fill(expect.stringMatching(/changed while the value was computed/)))
    },
  },
  hangingHolders: {
    check({ log, ...found }) {
      expect(found).toEqual({
        values: ['hangs', 'stopped', 'killed', 'terminated', 'old value', 'old value'],
        lines: 2,
        timeouts: [true, true],
        computed: 1,
        aborted: true,
        calls: 2,
      })
      expect(log.slice(0, 2)).toEqual(Array(2).fill(expect.stringMatching(/the lock of .* is held for too long/)))
      expect(log.slice(2)).toEqual([expect.stringMatching(/rescued could not be computed; the old value is returned/)])
    },
  },
  hangingFunctions: {
    check({ found, log }) {
      const returned = ['condition', 'tags', 'duration', 'staleIfError'].flatMap((option) =>
        ['never', 'rejects', 'throws', 'nonsense'].map((name) => `${option} ${name}`),
      )
      expect(found).toEqual({
        ...forEach(returned, ['user 1', false]),
        'condition nonsense': ['user 1', true], // any truthy answer
        ...forEach(['key never', 'key rejects', 'key throws'], ['InvalidKeyError', false]),
        'key nonsense': ['user 1', false], // an object is a key
        ...forEach(['path never', 'path rejects', 'path throws', 'path nonsense'], ['InvalidPathError', false]),
      })
      expect(log.length).toBe(15)
    },
  },
  expiredMemory: { check: ({ values }) => expect(values).toEqual([1, 1, 1, 2, 2]) },
  races: {
    check: ({ returned, found, rest, log }) => {
      expect(found).toEqual({
        ...forEach(['invalidate', 'invalidateAll', 'invalidateTags'], Array(4).fill('nothing')),
        writeCache: Array(4).fill('written'),
      })
      expect({ returned, rest, log }).toEqual({ returned: ['computed'], rest: 0, log: [] })
    },
  },
  irregularFiles: {
    check({ log, found, ...rest }) {
      const values = ['value', 'value', true]
      const kinds = ['pipe', 'device', 'linkToPipe', 'loop', 'directory', 'socket', 'large']
      expect(found).toEqual(forEach(kinds, [...values, ...values]))
      expect(rest).toEqual({ entries: 14, others: 7, usesLittleMemory: true })
      expect(log).toContainEqual(expect.stringMatching(/pipe\.json is no regular file/))
    },
  },
  foreignState: {
    check({ log, ...found }) {
      expect(found).toEqual({
        foreign: 'precious',
        outside: ['foreign.json'],
        isBounded: true,
        user: 'from the server',
        below: 'evil',
      })
      expect(log[0]).toMatch(/which is not under/)
    },
  },
  logFloods: {
    check({ lines }) {
      const kinds = ['condition', 'tags', 'duration', 'schema', 'staleIfError', 'damaged', 'value', 'arguments']
      expect(lines).toEqual({ ...forEach(kinds, 11), store: expect.any(Number) })
      expect((lines as { store: number }).store).toBeLessThan(40)
    },
  },
  reservedNames: {
    check: (found) => expect(found).toEqual({ isWhole: true, stored: true, files: true, rest: [], log: [] }),
  },
  craftedTexts: {
    check({ hits, polluted, log }) {
      const { good, ...bad } = hits as Record<string, unknown>
      expect({ good, polluted }).toEqual({ good: [true, true], polluted: null })
      expect(Object.values(bad)).toEqual(Array(11).fill([false, false]))
      expect(log.length).toBe(1)
    },
  },
  junkStore: {
    check({ results, log }) {
      const kinds = ['junk', 'endless', 'nothing', 'throws', 'notDone']
      expect(results).toEqual(forEach(kinds, ['done', 0, 0, 'done']))
      expect(log.length).toBeLessThan(20)
    },
  },
  otherRealm: {
    check({ stored, equalKeys, thrown, log }) {
      expect(stored).toEqual({
        ...forEach(['object', 'date', 'map', 'error', 'bytes', 'regExp', 'nullPrototype'], true),
        ...forEach(['instance', 'boxed', 'subclass', 'symbol'], false),
      })
      expect({ equalKeys, thrown }).toEqual({ equalKeys: Array(5).fill(true), thrown: 'RangeError: far' })
      expect(log.length).toBe(4)
    },
  },
  keysOfData: {
    check({ stored, polluted, log }) {
      const { proto, bigint, ...others } = stored as Record<string, unknown>
      expect(Object.values(others)).toEqual(Array(10).fill(true))
      expect({ proto, bigint, polluted }).toEqual({ proto: false, bigint: false, polluted: null })
      expect(log.length).toBe(2)
    },
  },
  richValues: {
    options: { count: isLong ? 200_000 : 5_000 },
    check: ({ found, log }) =>
      expect({ found, log }).toEqual({ found: { plain: true, rich: true, deep: true }, log: [] }),
  },
  throwingValues: {
    check({ results, troubles, failures }) {
      expect(Object.values(results as object)).toEqual(
        Array(12).fill([true, false, 'UnsafeTypeError', 'InvalidKeyError']),
      )
      expect(troubles).toBeLessThanOrEqual(12)
      expect(failures).toEqual([expect.stringMatching(/the file store cannot/)])
    },
  },
  readOnce: {
    check({ results, bodies, wrapped, log }) {
      expect(results).toEqual({
        ...forEach(['response', 'stream', 'iterator', 'contained'], { computed: 3, different: 3, hit: false }),
        ...forEach(['function', 'promise'], { computed: 1, different: 1, hit: false }),
      })
      expect(bodies).toEqual([{ a: 1 }, { a: 1 }])
      expect(wrapped).toEqual(Array(6).fill(expect.stringMatching(/the generator function .* was given/)))
      expect(log.length).toBeLessThanOrEqual(9)
    },
  },
  signals: {
    check({ log, ...found }) {
      expect(found).toEqual({
        others: ['Error: the caller left', 'value 1', 'value 1', 'Error: the caller left', 'value k'],
        alone: ['Error: all left', 'Error: all left'],
        aborted: expect.arrayContaining([2]),
        before: 'Error: too late',
        combined: expect.stringMatching(/^TimeoutError: /),
        later: 'value 2',
        listeners: 0,
        hit: true,
        inMap: expect.stringMatching(/^InvalidKeyError: .* an AbortSignal inside/),
      })
      expect(found['aborted']).not.toContain(1)
      expect(log).toEqual([])
    },
  },
  privateState: {
    check({ results, balance }) {
      const refused = expect.stringMatching(/^InvalidOptionError: .* give \{ type, name, serialize, deserialize \}$/)
      expect(results).toEqual({
        ...forEach(['Account', 'Savings', 'Secret', 'Branded', 'Registry'], refused),
        Hidden: false,
        User: true,
        Failure: true,
      })
      expect(balance).toBe(5)
    },
  },
  spansAndPaths: {
    check: (found) =>
      expect(found).toEqual({
        expiresIn: true,
        never: false,
        byText: 'by URL',
        files: ['relative/one.json', 'relative/two.json', 'with space/ü.json'],
        byKey: [1, 1, null],
        log: [],
      }),
  },
  entriesBelow: {
    check({ results }) {
      const values = [0, '0 id', 1, '1 id', 2, '2 id']
      const found = { values, areNamed: true, listed: 6, kept: [true, true, false], rest: [] }
      expect(results).toEqual(forEach(['down', 'up', 'mixed'], found))
    },
  },
  tooLarge: {
    check({ results, written }) {
      const found = { computed: 1, lines: 1, kept: 10, newest: true, after: 0 }
      expect({ results, written }).toEqual({ results: { file: found, storage: found }, written: 'UnsafeTypeError' })
    },
  },
  manyEntries: {
    options: { count },
    check({ milliseconds, log, ...found }) {
      if (isLong) process.stdout.write(`many entries: ${JSON.stringify(milliseconds)}\n`)
      const others = count - count / 100
      expect(found).toEqual({ listed: count, withoutHundreds: others, afterPrune: others, rest: 0, served: true })
      expect(log).toEqual([])
    },
  },
  leftovers: {
    check({ files, info, printed }) {
      const missing = { exists: false, age: null, expired: false, stale: false, expiresIn: null, size: 0 }
      expect({ files, info }).toEqual({ files: [], info: { ...missing, path: expect.any(String) } })
      const line = 'Cachetta { path: "./a/b/c.json", duration: 3600000, store: file }'
      expect((printed as string[]).slice(0, 2)).toEqual([line, line])
      expect(printed).toEqual(Array(4).fill(expect.stringContaining(line)))
    },
  },
  misses: {
    options: { count: isLong ? 1_000 : 50 },
    check({ results, log, milliseconds }) {
      if (isLong) process.stdout.write(`a miss: ${JSON.stringify(milliseconds)}\n`)
      const misses = isLong ? 1_000 : 50
      expect(results).toEqual(forEach(['locked', 'unlocked'], { computed: misses, files: misses, areEntries: true }))
      expect(log).toEqual([])
    },
  },
  mockedClock: {
    check: ({ results, log }) => {
      const found = { values: [1, 1, 1, 2, 3, 3], age: 1_800_000 }
      expect({ results, log }).toEqual({ results: forEach(['past', 'future', 'epoch', 'now'], found), log: [] })
    },
  },
  longSpans: {
    check: (found) => {
      const results = forEach(['infinite', 'weeks', 'aBitMore', 'largest'], ['value', true, false, false])
      expect(found).toEqual({ results, outcome: true, log: [] })
    },
  },
  schemas: {
    check({ results, once, computed }) {
      const user = { id: 1, role: 'user' }
      const found = { before: false, values: [user, user], computed: 1, refused: 'UnsafeTypeError', stored: false }
      expect(results).toEqual(forEach(['zod', 'valibot', 'arktype', 'own', 'requireRole'], found))
      expect({ once, computed }).toEqual({ once: [1, 1, 1, 1, 1], computed: 1 })
    },
  },
  loggers: {
    check({ results }) {
      const told = ['value', true, true, true]
      const silent = ['value', false, false, false]
      expect(results).toEqual({
        ...forEach(['pino', 'pinoChild', 'winston', 'winstonChild', 'console', 'function'], told),
        ...forEach(['throws', 'rejects'], silent),
      })
    },
  },
}

describe('a command-line tool', () => {
  const named = promisesOfCache.flatMap(({ number, text, tool: commands = [] }) =>
    commands.map((command) => ({ number, text, command })),
  )

  for (const { number, text, command } of named) {
    it(`${number}: ${text}, by the command ${command}`, async () => {
      const scenario = scenarios[command]
      expect(scenario).toBeDefined()
      scenario?.check(await runTool(command, scenario.options))
    })
  }

  it('has a promise for each of its scenarios', () => {
    expect(Object.keys(scenarios).sort()).toEqual(named.map(({ command }) => command).sort())
  })
})
