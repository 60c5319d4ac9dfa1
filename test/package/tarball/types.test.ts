import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Consumer } from '../consumer.ts'
import { installIn, newConsumer, runIn } from '../consumer.ts'

const root = join(import.meta.dirname, '..', '..', '..')
let consumer: Consumer

beforeAll(() => {
  consumer = newConsumer()
  installIn(consumer, 'typescript@~5.9')
  for (const file of ['functions.ts', 'decorators.ts'])
    copyFileSync(join(import.meta.dirname, 'fixtures', file), join(consumer.dir, file))
})
afterAll(() => consumer.remove())

// The newest compiler, and the last of those that are still at work in most projects.
const compilers: [title: string, tsc: () => string][] = [
  ['TypeScript 7', () => join(root, 'node_modules', 'typescript', 'bin', 'tsc')],
  ['TypeScript 5.9', () => join(consumer.dir, 'node_modules', 'typescript', 'bin', 'tsc')],
]

describe.each(compilers)('%s', (_title, tsc) => {
  test.each([
    ['node16', {}],
    ['nodenext', {}],
    ['bundler', { module: 'esnext' }],
    ['nodenext', { experimentalDecorators: true }],
  ])('compiles a strict project with moduleResolution %s %o', (moduleResolution, options) => {
    const compilerOptions = {
      target: 'es2022',
      lib: ['es2022'],
      module: moduleResolution,
      moduleResolution,
      // Nothing but the package itself may be needed: no types of Node, and its own declarations are checked too.
      types: [],
      skipLibCheck: false,
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      ...options,
    }
    writeFileSync(join(consumer.dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
    expect(compilerSays(tsc())).toBe('')
  })
})

function compilerSays(tsc: string): string {
  try {
    return runIn(consumer, [tsc, '-p', consumer.dir, '--pretty', 'false'])
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout)
    throw error
  }
}
