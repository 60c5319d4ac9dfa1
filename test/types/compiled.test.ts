import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compile, decoratorStandards } from '../support/compile.ts'

const patience = 60_000

describe('decorated methods keep their types', () => {
  it.each(decoratorStandards)('with %s', { timeout: patience }, (_name, options) => {
    const file = 'test/types/fixtures/decorators.ts'
    const { output, dir } = compile(file, { ...options, noEmit: true })
    rmSync(dir, { recursive: true })
    expect(output.split('\n').filter((line) => !line.startsWith('src/'))).toEqual([''])
  })
})

describe('the type that an editor shows', () => {
  it('for a cache, a cached function and its verbs is short and readable', { timeout: patience }, () => {
    const { dir } = compile('test/types/fixtures/editor.ts', { declaration: true, emitDeclarationOnly: true })
    const text = readFileSync(join(dir, 'test', 'types', 'fixtures', 'editor.d.ts'), 'utf8')
    rmSync(dir, { recursive: true })
    expect(exportsIn(text)).toMatchInlineSnapshot(`
      "export declare const made: Cachetta<unknown>;
      export declare const guarded: GuardedCachetta<User, unknown>;
      export declare const getUser: CachedFunction<typeof fetchUser>;
      export declare const countLater: CachedFunction<typeof countWords>;
      export declare const countNow: CachedSyncFunction<typeof countWords>;
      export declare const generic: CachedFunction<<Value>(value: Value) => Promise<Value[]>>;
      export declare const called: (Promise<number> | Promise<User>)[];
      export declare const invalidate: (id: number, options?: {
          readonly fresh: boolean;
      } | undefined) => Promise<void>, refresh: (id: number, options?: {
          readonly fresh: boolean;
      } | undefined) => Promise<User>, look: (id: number, options?: {
          readonly fresh: boolean;
      } | undefined) => Promise<Lookup<User>>;
      export declare const lookNow: (text: string) => Lookup<number>;
      export declare const read: (Promise<string | null> | Promise<User | null>)[];
      export declare const found: Promise<Lookup<User>>;
      "
    `)
  })
})

/** Returns the exported declarations, without the files of the names. */
function exportsIn(declarations: string): string {
  const exported = declarations.replaceAll(/import\("[^)]*\)\./g, '').split(/^(?=export )/m)
  return exported.filter((text) => text.startsWith('export declare')).join('')
}
