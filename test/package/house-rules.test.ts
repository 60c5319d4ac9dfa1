import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
// biome-ignore lint/correctness/useImportExtensions: the rule finds sources.d.mts, which holds only types
import { platformSources } from '../../scripts/sources.mjs'
import { breaches } from './house-rules.ts'
import type { Source } from './modules.ts'

const root = join(import.meta.dirname, '..', '..')

test('every file in src keeps the rules of the house', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  const sources = files
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({ file: `src/${file.replaceAll('\\', '/')}`, text: readFileSync(join(root, 'src', file), 'utf8') }))

  expect(sources.length).toBeGreaterThan(0)
  expect(breaches(sources, platformSources)).toEqual([])
})

describe('the check itself finds', () => {
  const cases: [title: string, file: string, text: string, breach: string][] = [
    ['a room that imports a room above it', 'src/key/a.ts', `import { b } from '../engine/b.ts'`, 'beside or above it'],
    ['the same through import type', 'src/key/a.ts', `import type { B } from '../engine/b.ts'`, 'beside or above it'],
    ['the same through a re-export', 'src/key/a.ts', `export { b } from '../engine/b.ts'`, 'beside or above it'],
    ['the same through export type', 'src/key/a.ts', `export type { B } from '../engine/b.ts'`, 'beside or above it'],
    [
      'the same through import()',
      'src/key/a.ts',
      `export const b = () => import('../engine/b.ts')`,
      'beside or above it',
    ],
    ['the same in a type', 'src/key/a.ts', `export type B = import('../engine/b.ts').B`, 'beside or above it'],
    [
      'the same behind an alias',
      'src/key/a.ts',
      `import { b } from '#events'`,
      'src/engine/events/events.ts, which is beside',
    ],
    [
      'a face that imports the face beside it',
      'src/cachetta/a.ts',
      `import { b } from '../react/b.ts'`,
      'beside or above it',
    ],
    ['an import of a door', 'src/cachetta/a.ts', `import { b } from '../index.ts'`, 'imports the door src/index.ts'],
    ['a door that imports a door', 'src/react.ts', `export { b } from './index.ts'`, 'imports the door src/index.ts'],
    [
      'a store that imports another store',
      'src/store/memory/a.ts',
      `import { b } from '../file/b.ts'`,
      'another store',
    ],
    [
      'an engine that knows a store',
      'src/engine/a.ts',
      `import { b } from '../store/memory/memory-store.ts'`,
      'not the contract',
    ],
    [
      'a face that knows a store',
      'src/react/a.ts',
      `import { b } from '../store/memory/memory-store.ts'`,
      'not the contract',
    ],
    ['an import that leaves src', 'src/key/a.ts', `import { b } from '../../test/b.ts'`, 'which is not in src/'],
    ['Node in a file for every platform', 'src/engine/a.ts', `import { join } from 'node:path'`, 'imports node:path'],
    ['a browser global outside its rooms', 'src/engine/a.ts', `export const w = typeof window`, 'names window'],
    [
      'a browser global behind globalThis',
      'src/engine/a.ts',
      `export const d = globalThis.indexedDB`,
      'names indexedDB',
    ],
    [
      'a door with logic',
      'src/index.ts',
      `export { b } from './key/b.ts'\nexport const c = 1`,
      'more than named re-exports',
    ],
    ['a door with a star', 'src/index.ts', `export * from './key/b.ts'`, 'more than named re-exports'],
    [
      'a room of users that imports another room',
      'src/storybook/a.ts',
      `import { b } from '../cachetta/b.ts'`,
      'by its path, not a door by its name',
    ],
    ['a drawer', 'src/key/utils.ts', `export const b = 1`, 'is a drawer'],
    ['a file of 251 lines', 'src/key/a.ts', `export const b = 1\n`.repeat(251), 'has 251 lines'],
    [
      'a file that imports itself',
      'src/key/a.ts',
      `import { b } from './a.ts'`,
      'a cycle: src/key/a.ts → src/key/a.ts',
    ],
  ]
  test.each(cases)('%s', (_title, file, text, breach) => {
    expect(breaches([{ file, text }], { '#events': ['src/engine/events/events.ts'] }).join('\n')).toContain(breach)
  })

  test('a cycle over three files, types included', () => {
    const sources: Source[] = [
      { file: 'src/key/a.ts', text: `import { b } from './b.ts'` },
      { file: 'src/key/b.ts', text: `import type { C } from './c.ts'` },
      { file: 'src/key/c.ts', text: `export type { A } from './a.ts'` },
    ]
    expect(breaches(sources)).toEqual(['a cycle: src/key/a.ts → src/key/b.ts → src/key/c.ts → src/key/a.ts'])
  })

  test('nothing in what is allowed', () => {
    const sources: Source[] = [
      {
        file: 'src/index.ts',
        text: `export { a, type A } from './cachetta/a.ts'\nexport type { B } from './engine/b.ts'`,
      },
      { file: 'src/cachetta/a.ts', text: `import { s } from '#default-store'\nimport { b } from '../engine/b.ts'` },
      {
        file: 'src/engine/b.ts',
        text: `import type { Store } from '../store/store.ts'\nimport { E } from '../errors.ts'`,
      },
      { file: 'src/store/default/default-store.node.ts', text: `export { f } from '../file/f.ts'` },
      { file: 'src/store/file/f.ts', text: `import fs from 'node:fs'\nimport type { Store } from '../store.ts'` },
      { file: 'src/store/store.ts', text: `import type { K } from '../key/k.ts'` },
      { file: 'src/key/k.ts', text: `export const lines = 1\n`.repeat(250) },
      { file: 'src/react/hook.ts', text: `export const seen = () => document.visibilityState` },
      { file: 'src/storybook/a.ts', text: `import { Cachetta } from 'cachetta'\nimport { b } from './b.ts'` },
      { file: 'src/errors.ts', text: `export class E {}` },
    ]
    expect(breaches(sources, { '#default-store': ['src/store/default/default-store.node.ts'] })).toEqual([])
  })
})
