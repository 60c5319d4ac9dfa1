import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Consumer } from '../consumer.ts'
import { installIn, newConsumer, runIn } from '../consumer.ts'

const root = join(import.meta.dirname, '..', '..', '..')
let consumer: Consumer

beforeAll(() => {
  consumer = newConsumer()
  for (const name of ['react@19', 'react-dom@19', '@types/react@19']) installIn(consumer, name)
  for (const file of ['components.tsx', 'render.mjs', 'server-component.mjs'])
    copyFileSync(join(import.meta.dirname, 'fixtures', file), join(consumer.dir, file))
})
afterAll(() => consumer.remove())

test('components compile against the installed package', () => {
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022', 'dom'],
    module: 'esnext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    types: [],
    skipLibCheck: false,
    strict: true,
    noEmit: true,
  }
  writeFileSync(join(consumer.dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.tsx'] }))
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  expect(runIn(consumer, [tsc, '-p', consumer.dir, '--pretty', 'false'])).toBe('')
})

test('functions and components of the installed package share their entries', () => {
  expect(runIn(consumer, ['render.mjs'])).toBe('<p>user 1 false</p>\n')
})

test('server components get files and scopes, and references to all that belongs to client components', () => {
  const doors = "console.log(JSON.stringify(Object.keys(await import('cachetta/react'))))"
  const references = JSON.parse(runIn(consumer, ['--input-type=module', '--eval', doors]))
  expect(JSON.parse(runIn(consumer, ['--conditions=react-server', 'server-component.mjs']))).toEqual({
    isServer: true,
    isStored: true,
    travels: true,
    directive: true,
    references,
    listKey: '$inf$page 0',
    swrExports: ['SWRConfig', 'unstable_serialize'],
    swrClient: ['"use client";', 'export { SWRConfig } from "cachetta/swr";'],
  })
})
