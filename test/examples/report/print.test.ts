import { describe, expect, test } from 'vitest'
import { createPaint } from '../../../examples/report/print/paint.ts'
import { createProgressLine } from '../../../examples/report/print/progress-line.ts'
import { storyLines } from '../../../examples/report/print/story.ts'
import { duplicateLines, fileLines, licenceLines } from '../../../examples/report/print/summary.ts'
import { tableLines } from '../../../examples/report/print/table.ts'
import { bytesInWords, countInWords, spanInWords } from '../../../examples/report/print/words.ts'
import type { Answer } from '../../../examples/report/stage/news.ts'
import type { Origin, Tally } from '../../../examples/report/stage/origins.ts'

const none: Tally = { computed: 0, disk: 0, memory: 0, stale: 0, adopted: 0, shared: 0 }

function answer(from: Origin, ms: number, measurements: Partial<Tally> = {}): Answer {
  return { process: 1, from, ms, measurements: { ...none, ...measurements }, report: 'same' }
}

describe('the table of answers', () => {
  test('says who asked, where the answer came from, what was computed and how long it took', () => {
    const scenes = [
      { name: 'cold', title: 'nothing cached yet', answers: [answer('computed', 6_543, { computed: 118 })] },
      { name: 'memory', title: 'the same process again', answers: [answer('memory', 0.04)] },
      {
        name: 'stale',
        title: 'two days later',
        answers: [answer('stale', 3.2)],
        refresh: { ms: 6_000, measurements: { ...none, computed: 118 } },
      },
      {
        name: 'crowd',
        title: 'six at once',
        answers: [answer('adopted', 7_100), answer('computed', 7_000, { computed: 118 }), answer('adopted', 7_200)],
      },
      { name: 'damaged', title: 'a flipped byte', answers: [answer('computed', 24, { disk: 118 })] },
    ] as const
    expect(storyLines(scenes, 100).join('\n')).toMatchInlineSnapshot(`
      "asked by                answer from          computed                  took
      ──────────────────────  ───────────────────  ─────────────────────  ───────
      nothing cached yet      the function         report + 118 packages    6.5 s
      the same process again  memory               nothing                0.04 ms
      two days later          disk, stale          nothing                   3 ms
                              refresh behind it    report + 118 packages    6.0 s
      six at once             1 × the function     report + 118 packages    7.0 s
                              2 × another process  nothing                  7.2 s
      a flipped byte          the function         report                   24 ms"
    `)
  })
})

describe('a table', () => {
  const columns = [{ heading: 'name' }, { heading: 'size', figures: true }, { heading: 'note' }]
  const rows = [
    ['short', '12', 'a'],
    ['a longer one', '1,234', ''],
  ]

  test('lines up words at the left and figures at the right', () => {
    expect(tableLines(columns, rows, 80)).toEqual([
      'name           size  note',
      '────────────  ─────  ────',
      'short            12  a',
      'a longer one  1,234',
    ])
  })

  test('shortens its first column to fit', () => {
    const long = [['a name that goes on and on and on', '12', 'a']]
    expect(tableLines(columns, long, 36)[2]).toBe('a name that goes on and…    12  a')
  })

  test('becomes paragraphs where it would not fit', () => {
    const continued = [...rows, ['', '5', 'again']]
    expect(tableLines(columns, continued, 20)).toEqual([
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

  test('is its heading alone where there are no rows', () => {
    expect(tableLines(columns, [], 80)).toEqual(['name  size  note', '────  ────  ────'])
  })
})

describe('progress', () => {
  const half = { done: 5, total: 10, bytes: 2_000_000 }

  test('is one line on a terminal, cut to its width and erased before what stays', () => {
    const { written, output } = listen({ isTTY: true, columns: 30 })
    const line = createProgressLine(output)
    line.show(half)
    line.say('done')
    line.show(half)
    line.clear()
    line.clear()
    const [shown, erased] = ['  measured 5 of 10 packages, ', '\r\x1b[2K']
    expect(written).toEqual([shown, erased, 'done\n', shown, erased])
  })

  test('is a plain line every two seconds elsewhere', () => {
    const { written, output } = listen({})
    let now = 0
    const line = createProgressLine(output, () => now)
    for (now = 0; now <= 4_500; now += 500) line.show(half)
    expect(written).toEqual(Array.from({ length: 2 }, () => '  measured 5 of 10 packages, 2.0 MB read\n'))
  })

  function listen(stream: { isTTY?: boolean; columns?: number }) {
    const written: string[] = []
    return { written, output: { ...stream, write: (text: string | Uint8Array) => written.push(String(text)) > 0 } }
  }
})

describe('colour', () => {
  test('is for terminals that want it', () => {
    expect(createPaint({ isTTY: true, hasColors: () => true }).bold('x')).toBe('\x1b[1mx\x1b[22m')
    expect(createPaint({ isTTY: true, hasColors: () => false }).bold('x')).toBe('x')
    expect(createPaint({}).bold('x')).toBe('x')
  })
})

describe('words', () => {
  test('round bytes, spans and counts as people read them', () => {
    expect([0, 999, 1_000, 999_949, 999_950, 12_345_678].map(bytesInWords)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '999.9 kB',
      '1.0 MB',
      '12.3 MB',
    ])
    expect([0.042, 1, 999.4, 999.5, 61_000].map(spanInWords)).toEqual(['0.04 ms', '1 ms', '999 ms', '1.0 s', '61.0 s'])
    expect([countInWords(1, 'file'), countInWords(1_234, 'file')]).toEqual(['1 file', '1,234 files'])
  })

  test('list duplicates with the place of each copy, or say that there are none', () => {
    const copies = [
      { version: '1.0.0', place: 'node_modules/a' },
      { version: '2.0.0', place: 'node_modules/b/node_modules/a' },
    ]
    expect(duplicateLines([{ name: 'a', copies }])).toEqual([
      'a: 2 copies',
      '  1.0.0 in node_modules/a',
      '  2.0.0 in node_modules/b/node_modules/a',
    ])
    expect(duplicateLines([])).toEqual(['none'])
  })

  test('name what states no licence', () => {
    expect(
      licenceLines([
        { licence: 'MIT', packages: 10 },
        { licence: null, packages: 1 },
      ]),
    ).toEqual(['10 MIT', ' 1 not stated'])
  })

  test('show a path as short as it can be typed, quoted where a shell would split it', () => {
    const example = { path: "/a b/it's.json", begins: '{}' }
    const files = { dir: '/a b', files: 1, bytes: 2, example }
    expect(fileLines(files, '/')).toContain("cat 'a b/it'\\''s.json'")
    expect(fileLines(files, '/a b/c')).toContain("cat '/a b/it'\\''s.json'")
    expect(fileLines({ ...files, example: null }, '/')).toEqual(['1 readable file, 2 B, in a b'])
  })
})
