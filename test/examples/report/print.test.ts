import { describe, expect, test } from 'vitest'
import { formatBytes, formatCount, formatDuration } from '../../../examples/report/print/format.ts'
import { createPaint } from '../../../examples/report/print/paint.ts'
import { createProgressLine } from '../../../examples/report/print/progress-line.ts'
import { formatScenarios } from '../../../examples/report/print/scenario-table.ts'
import { formatDuplicates, formatFiles, formatLicences } from '../../../examples/report/print/summary.ts'
import { formatTable } from '../../../examples/report/print/table.ts'
import type { AnswerSource, SourceCounts } from '../../../examples/report/scenarios/count-sources.ts'
import type { Answer } from '../../../examples/report/scenarios/messages.ts'

const none: SourceCounts = { computed: 0, disk: 0, memory: 0, stale: 0, adopted: 0, shared: 0 }

function createAnswer(source: AnswerSource, ms: number, measurements: Partial<SourceCounts> = {}): Answer {
  return { process: 1, source, ms, measurements: { ...none, ...measurements }, report: 'same' }
}

describe('the table of answers', () => {
  test('shows the scenario, the source, the computed values and the time of each answer', () => {
    const scenarios = [
      { name: 'cold', title: 'empty cache', answers: [createAnswer('computed', 6_543, { computed: 118 })] },
      { name: 'memory', title: 'same process again', answers: [createAnswer('memory', 0.04)] },
      {
        name: 'stale',
        title: 'two days later',
        answers: [createAnswer('stale', 3.2)],
        refresh: { ms: 6_000, measurements: { ...none, computed: 118 } },
      },
      {
        name: 'concurrent',
        title: '3 processes at once',
        answers: [
          createAnswer('adopted', 7_100),
          createAnswer('computed', 7_000, { computed: 118 }),
          createAnswer('adopted', 7_200),
        ],
      },
      { name: 'damaged', title: 'damaged file', answers: [createAnswer('computed', 24, { disk: 118 })] },
    ] as const
    expect(formatScenarios(scenarios, 100).join('\n')).toMatchInlineSnapshot(`
      "scenario             source               computed                  time
      ───────────────────  ───────────────────  ─────────────────────  ───────
      empty cache          the function         report + 118 packages    6.5 s
      same process again   memory               nothing                0.04 ms
      two days later       disk, stale          nothing                   3 ms
                           background refresh   report + 118 packages    6.0 s
      3 processes at once  1 × the function     report + 118 packages    7.0 s
                           2 × another process  nothing                  7.2 s
      damaged file         the function         report                   24 ms"
    `)
  })
})

describe('a table', () => {
  const columns = [{ heading: 'name' }, { heading: 'size', isNumeric: true }, { heading: 'note' }]
  const rows = [
    ['short', '12', 'a'],
    ['a longer one', '1,234', ''],
  ]

  test('aligns text to the left and numbers to the right', () => {
    expect(formatTable(columns, rows, 80)).toEqual([
      'name           size  note',
      '────────────  ─────  ────',
      'short            12  a',
      'a longer one  1,234',
    ])
  })

  test('shortens its first column if it is too wide', () => {
    const long = [['a name that goes on and on and on', '12', 'a']]
    expect(formatTable(columns, long, 36)[2]).toBe('a name that goes on and…    12  a')
  })

  test('becomes paragraphs if it is still too wide', () => {
    const continued = [...rows, ['', '5', 'again']]
    expect(formatTable(columns, continued, 20)).toEqual([
      'short',
      '  size: 12',
      '  note: a',
      '',
      'a longer one',
      '  size: 1,234',
      '  size: 5',
      '  note: again',
    ])
  })

  test('is its heading if there are no rows', () => {
    expect(formatTable(columns, [], 80)).toEqual(['name  size  note', '────  ────  ────'])
  })
})

describe('progress', () => {
  const half = { done: 5, total: 10, bytes: 2_000_000 }

  test('is one line on a terminal, cut to its width and erased before a line that stays', () => {
    const { written, output } = createOutput({ isTTY: true, columns: 30 })
    const line = createProgressLine(output)
    line.show(half)
    line.print('done')
    line.show(half)
    line.clear()
    line.clear()
    const [shown, erased] = ['  measured 5 of 10 packages, ', '\r\x1b[2K']
    expect(written).toEqual([shown, erased, 'done\n', shown, erased])
  })

  test('is a plain line every two seconds in a file or a pipe', () => {
    const { written, output } = createOutput({})
    let now = 0
    const line = createProgressLine(output, () => now)
    for (now = 0; now <= 4_500; now += 500) line.show(half)
    expect(written).toEqual(Array.from({ length: 2 }, () => '  measured 5 of 10 packages, read 2.0 MB\n'))
  })

  function createOutput(stream: { isTTY?: boolean; columns?: number }) {
    const written: string[] = []
    return { written, output: { ...stream, write: (text: string | Uint8Array) => written.push(String(text)) > 0 } }
  }
})

describe('colour', () => {
  test('is used only on terminals that show it', () => {
    expect(createPaint({ isTTY: true, hasColors: () => true }).bold('x')).toBe('\x1b[1mx\x1b[22m')
    expect(createPaint({ isTTY: true, hasColors: () => false }).bold('x')).toBe('x')
    expect(createPaint({}).bold('x')).toBe('x')
  })
})

describe('formatting', () => {
  test('rounds bytes, durations and counts', () => {
    expect([0, 999, 1_000, 999_949, 999_950, 12_345_678].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '999.9 kB',
      '1.0 MB',
      '12.3 MB',
    ])
    expect([0.042, 1, 999.4, 999.5, 61_000].map(formatDuration)).toEqual([
      '0.04 ms',
      '1 ms',
      '999 ms',
      '1.0 s',
      '61.0 s',
    ])
    expect([formatCount(1, 'file'), formatCount(1_234, 'file')]).toEqual(['1 file', '1,234 files'])
  })

  test('lists duplicates with the location of each copy, or says that there are none', () => {
    const copies = [
      { version: '1.0.0', location: 'node_modules/a' },
      { version: '2.0.0', location: 'node_modules/b/node_modules/a' },
    ]
    expect(formatDuplicates([{ name: 'a', copies }])).toEqual([
      'a: 2 copies',
      '  1.0.0 in node_modules/a',
      '  2.0.0 in node_modules/b/node_modules/a',
    ])
    expect(formatDuplicates([])).toEqual(['none'])
  })

  test('names a package without a licence', () => {
    expect(
      formatLicences([
        { licence: 'MIT', packages: 10 },
        { licence: null, packages: 1 },
      ]),
    ).toEqual(['10 MIT', ' 1 no licence'])
  })

  test('shortens a path, and quotes it if a shell would split it', () => {
    const example = { path: "/a b/it's.json", head: '{}' }
    const files = { dir: '/a b', files: 1, bytes: 2, example }
    expect(formatFiles(files, '/')).toContain("cat 'a b/it'\\''s.json'")
    expect(formatFiles(files, '/a b/c')).toContain("cat '/a b/it'\\''s.json'")
    expect(formatFiles({ ...files, example: null }, '/')).toEqual(['1 readable file, 2 B, in a b'])
  })
})
