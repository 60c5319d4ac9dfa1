import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { NamedFile } from './named-files.ts'
import { isKnown, namesIn } from './named-files.ts'
import { projectFiles, readSource } from './project.ts'

/** Base names that no file here has, each with the reason to mention it. A name without a mention must leave the list. */
const allowed: ReadonlyMap<string, string> = new Map([
  ['users.json', 'the path that the examples give to a cache'],
  ['users-old.json', 'a file of the user beside the entries of users.json'],
  ['Next.js', 'the framework'],
  ['name@1.2.3.json', 'an entry that the report writes, one per package'],
])

const withComments = /^(?:(?:src|test|scripts|bench|site|stories|examples|\.storybook)\/.*|[^/]+)\.(?:tsx?|mts|mjs|js)$/
const documents = /^(?:(?:README|CONTRIBUTING|CHANGELOG)\.md|docs\/.+\.md|examples\/[^/]+\/README\.md)$/

const files = projectFiles()
const named = files
  .filter((file) => (withComments.test(file) && !file.includes('/fixtures/')) || documents.test(file))
  .flatMap((file) => namesIn(readSource(file)))

test('every file that a comment or a document names exists', () => {
  const unknown = named.filter((each) => !isKnown(each, files) && !allowed.has(posix.basename(each.name)))
  expect(named.length).toBeGreaterThan(0)
  expect(unknown.map(({ file, line, name }) => `${file}:${line} names ${name}, which is no file`)).toEqual([])
})

test('every name that is allowed without a file is still in use', () => {
  const names = new Set(named.map(({ name }) => posix.basename(name)))
  expect([...allowed.keys()].filter((name) => !names.has(name))).toEqual([])
})

describe('the check itself finds', () => {
  const tree = [
    'README.md',
    'docs/react.md',
    'src/engine/answer.ts',
    'src/key/sha256.node.ts',
    'examples/next/README.md',
  ]
  const unknownIn = (file: string, text: string): string[] =>
    namesIn({ file, text })
      .filter((each: NamedFile) => !isKnown(each, tree))
      .map(({ line, name }) => `${line}: ${name}`)

  test.each<[title: string, file: string, text: string, found: string[]]>([
    ['a bare name in a line comment', 'src/a.ts', '// See wrong.ts.', ['1: wrong.ts']],
    [
      'a name in a block comment, with its line',
      'src/a.ts',
      '/**\n * One.\n * See (`wrong.ts`).\n */',
      ['3: wrong.ts'],
    ],
    [
      'a path whose folder is wrong',
      'src/a.ts',
      '// The race is drawn in src/store/answer.ts.',
      ['1: src/store/answer.ts'],
    ],
    ['a name in a script and in a component', 'scripts/a.mjs', 'run() // wrong.mjs', ['1: wrong.mjs']],
    ['a component', 'stories/a.tsx', 'export const a = <p>{/* wrong.tsx */}</p>', ['1: wrong.tsx']],
    ['a document or a setting', 'src/a.ts', '// docs/wrong.md, wrong.json', ['1: docs/wrong.md', '1: wrong.json']],
    ['a pattern that fits no file', 'src/a.ts', '// Files named *.browser.ts.', ['1: *.browser.ts']],
    ['a built file without a source', 'src/a.ts', '// dist/engine/wrong.js', ['1: dist/engine/wrong.js']],
    ['inline code of a document', 'README.md', 'One.\n\nSee `src/wrong.ts`.', ['3: src/wrong.ts']],
    [
      'a link of a document',
      'docs/a.md',
      'See [this](wrong.md#part) and [that](../src/wrong.ts).',
      ['1: wrong.md', '1: ../src/wrong.ts'],
    ],
  ])('%s', (_title, file, text, found) => {
    expect(unknownIn(file, text)).toEqual(found)
  })

  test.each<[title: string, file: string, text: string]>([
    ['a bare name', 'src/a.ts', '// See answer.ts, `answer.ts`: (answer.ts).'],
    ['a path from the root', 'src/a.ts', '// src/engine/answer.ts'],
    ['a path from the folder of the file', 'src/key/a.ts', '// ../engine/answer.ts, ./sha256.node.ts'],
    ['the end of a path', 'src/a.ts', '// engine/answer.ts'],
    ['a pattern', 'src/a.ts', '// *.node.ts, src/**/*.ts, src/engine/*.ts'],
    ['a built file', 'src/a.ts', '// dist/engine/answer.js, dist/node/engine/answer.d.ts'],
    [
      'an ending, an address on the web, a string',
      'src/a.ts',
      `const a = 'wrong.ts' // .ts, https://example.org/wrong.js`,
    ],
    ['code that a comment shows to users', 'src/a.ts', '/**\n * ```ts\n * load("wrong.ts") // wrong.ts\n * ```\n */'],
    [
      'a link, with or without a part of the page',
      'docs/a.md',
      '[one](react.md#lists) [two](../README.md) [three](https://a.b/c.md)',
    ],
    ['files of users in a document', 'README.md', '```ts\n// wrong.ts\n```\n`users.json`, wrong.ts'],
  ])('nothing in %s', (_title, file, text) => {
    expect(unknownIn(file, text)).toEqual([])
  })
})
