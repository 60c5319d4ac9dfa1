import { describe, expect, test } from 'vitest'
// biome-ignore lint/correctness/useImportExtensions: the rule finds sources.d.mts, which holds only types
import { doors as doorsByName, platformSources } from '../../scripts/sources.mjs'
import { createDeclarations } from './declarations.ts'
import { missingDocs, wrongThrows } from './docstrings.ts'
import { compileExamples, examplesIn } from './examples.ts'
import { sourcesOfPackage } from './project.ts'

const doors = Object.values(doorsByName)

const sources = sourcesOfPackage()
const declarations = createDeclarations(sources, platformSources)
const docs = sources.flatMap(({ file }) => declarations.docsIn(file))

test('every export of a door, and every member of it, says what it does; functions show an example', () => {
  expect(doors.length).toBeGreaterThan(0)
  const missing = missingDocs(doors, declarations)
  expect(missing, `${missing.length} are missing`).toEqual([])
})

test('every @throws names an exported error, and when it is thrown', () => {
  const errors = doors.flatMap((door) => declarations.exportsOf(door)).filter((name) => name.endsWith('Error'))
  expect(wrongThrows(docs, errors)).toEqual([])
})

test('every @example compiles', { timeout: 120_000 }, () => {
  const examples = docs.flatMap(examplesIn)
  expect(examples.length, 'no comment in src has an @example with a code block').toBeGreaterThan(0)
  expect(compileExamples(examples)).toEqual([])
})

describe('the check of docstrings', () => {
  const missingFrom = (
    files: Readonly<Record<string, string>>,
    aliases: Readonly<Record<string, readonly string[]>> = {},
  ) => {
    const inMemory = Object.entries(files).map(([file, text]) => ({ file, text }))
    return missingDocs(['src/index.ts'], createDeclarations(inMemory, aliases))
  }
  const example = '@example\n * ```ts\n * run()\n * ```'

  test.each<[title: string, door: string, text: string, missing: string[]]>([
    [
      'a function without a comment',
      'f',
      'export function f() {}',
      ['src/a.ts:1: f has no description', 'src/a.ts:1: f has no @example'],
    ],
    [
      'an arrow function without an example',
      'f',
      '/** Adds. */\nexport const f = () => 1',
      ['src/a.ts:2: f has no @example'],
    ],
    [
      'an example without a code block',
      'f',
      '/**\n * Adds.\n * @example f()\n */\nfunction f() {}\nexport { f }',
      ['src/a.ts:5: f has no @example'],
    ],
    [
      'a comment that has tags alone',
      'n',
      '/** @default 1 */\nexport const n = 1',
      ['src/a.ts:2: n has no description'],
    ],
    [
      'a comment that is none for an editor',
      'n',
      '// The number.\nexport const n = 1',
      ['src/a.ts:2: n has no description'],
    ],
    [
      'a property, a method and a call signature',
      'T',
      '/** A thing. */\nexport interface T {\n  a: 1\n  b(): void\n  (c: 1): void\n}',
      [
        'src/a.ts:3: T.a has no description',
        'src/a.ts:4: T.b has no description',
        'src/a.ts:5: a call signature of T has no description',
      ],
    ],
    [
      'an inherited member',
      'T',
      '/** A thing. */\nexport interface T extends Omit<U, "x"> {}\ninterface U {\n  a: 1\n}',
      ['src/a.ts:4: U.a has no description'],
    ],
    [
      'a member behind an alias',
      'T',
      '/** A thing. */\nexport type T = U & V\ninterface U {\n  a: 1\n}\ntype V = () => void',
      ['src/a.ts:4: U.a has no description'],
    ],
    [
      'a signature of a constant',
      'f',
      `/**\n * Adds.\n * ${example}\n */\nexport const f = function () {} as unknown as F\ninterface F {\n  (): void\n}`,
      ['src/a.ts:10: a call signature of F has no description'],
    ],
    [
      'a class and its members',
      'C',
      '/** A thing. */\nexport class C {\n  a = 1\n  #b = 2\n  override c = 3\n  constructor() {}\n}',
      ['src/a.ts:2: C has no @example', 'src/a.ts:3: C.a has no description'],
    ],
  ])('finds %s', (_title, name, text, missing) => {
    expect(missingFrom({ 'src/index.ts': `export { ${name} } from './a.ts'`, 'src/a.ts': text })).toEqual(missing)
  })

  test('finds nothing where everything is said, here or in another file', () => {
    const files = {
      'src/index.ts': `export { f, type T } from './a.ts'`,
      'src/a.ts': `import type { U } from './b.ts'\n/**\n * Adds.\n * ${example}\n */\nexport function f() {}\n/** A thing. */\nexport type T = U`,
      'src/b.ts': '/** A thing. */\nexport interface U {\n  /** One. */\n  // biome-ignore lint: a reason\n  a: 1\n}',
    }
    expect(missingFrom(files)).toEqual([])
  })

  test('looks at every platform', () => {
    const files = {
      'src/index.ts': `export { n } from '#n'`,
      'src/n.ts': '/** The number. */\nexport const n = 1',
      'src/n.node.ts': 'export const n = 1',
    }
    expect(missingFrom(files, { '#n': ['src/n.node.ts', 'src/n.ts'] })).toEqual([
      'src/n.node.ts:1: n has no description',
    ])
  })

  test('finds a @throws without an exported error or without a condition', () => {
    const lines = [
      'Adds.',
      '@throws {GoodError} when it is late.',
      '@throws {GoodError} for a number.',
      '@throws {BadError} when it is late.',
      '@throws when it is late.',
    ]
    expect(wrongThrows([{ file: 'src/a.ts', line: 1, lines }], ['GoodError'])).toEqual([
      `src/a.ts:3: '@throws {GoodError} for a number.' should read: @throws {ErrorName} when …`,
      `src/a.ts:4: '@throws {BadError} when it is late.' should read: @throws {ErrorName} when …`,
      `src/a.ts:5: '@throws when it is late.' should read: @throws {ErrorName} when …`,
    ])
  })
})

describe('the check of examples', () => {
  test('takes the code of every block under an @example, decorators included, and no other', () => {
    const lines = [
      'Adds.',
      '```ts',
      'none()',
      '```',
      '@example',
      '```ts',
      '@cache',
      'one()',
      '```',
      'or',
      '```tsx',
      '<Two />',
      '```',
      '@throws',
    ]
    expect(examplesIn({ file: 'src/a.ts', line: 10, lines })).toEqual([
      { file: 'src/a.ts', line: 16, code: '@cache\none()' },
      { file: 'src/a.ts', line: 21, code: '<Two />' },
    ])
  })

  test('finds an example that does not compile, and says where it stands', { timeout: 120_000 }, () => {
    const wrong = [
      { file: 'src/a.ts', line: 7, code: `const one = 1\nconst user: User = { id: one }` },
      { file: 'src/b.ts', line: 3, code: 'forgotten(1)' },
      {
        file: 'src/c.ts',
        line: 3,
        code: 'const user: User = await fetchUser(1)\nfunction Name() {\n  return <p>{user.name}</p>\n}',
      },
    ]
    const complaints = compileExamples(wrong)
    expect(complaints).toHaveLength(2)
    expect(complaints.join('\n')).toMatch(
      /^src\/a\.ts\(8,7\): error TS\d+: .*name.*\nsrc\/b\.ts\(3,1\): error TS\d+: .*forgotten/,
    )
  })
})
