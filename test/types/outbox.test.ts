import { describe, expectTypeOf, it } from 'vitest'
import { Cachetta, memoryStore } from '../../src/index.ts'
import { createOutbox } from '../../src/outbox.ts'

// The compiler checks these types (`npm run types`). Nothing is called.

interface Note {
  readonly id: string
  readonly text: string
}

const cache = new Cachetta({ path: './cache/a.json', store: memoryStore() })

const create = () =>
  createOutbox(cache, {
    // The context has no type, and `show` reads the argument: the compiler decides both before it has read `send`.
    addNote: {
      send: async ({ text }: { readonly text: string }, { id }): Promise<Note> => ({ id, text }),
      show: ({ text }, { id }) => [[['notes'], (notes: readonly Note[] = []) => [...notes, { id, text }]]],
    },
    rename: {
      send: (name: string, { id, signal }) => [id, name, signal.aborted] as const,
      show: (name: string) => [[name, () => 1]],
      onRefused: 'stop-scope',
    },
    double: { send: (count: number) => 2 * count, show: (count) => [[count.toFixed(), () => count]] },
    logOut: { send: async () => 'done' },
  })

type Outbox = ReturnType<typeof create>

describe('an outbox', () => {
  it('has a function for each mutation, with the argument and the answer of its `send`', () => {
    expectTypeOf<Outbox['addNote']>().toEqualTypeOf<(arg: { readonly text: string }) => Promise<Note>>()
    expectTypeOf<Outbox['rename']>().toEqualTypeOf<(arg: string) => Promise<readonly [string, string, boolean]>>()
    expectTypeOf<Outbox['double']>().toEqualTypeOf<(arg: number) => Promise<number>>()
    expectTypeOf<Outbox['logOut']>().toBeCallableWith()
    expectTypeOf<Outbox>().not.toHaveProperty('addNotes')
  })

  it('refuses unknown options, and options of a wrong type', () => {
    const wrong = () => [
      // @ts-expect-error: `shwo`
      createOutbox(cache, { a: { send: (name: string, { id }) => id + name, shwo: () => [] } }),
      // @ts-expect-error: a text
      createOutbox(cache, { a: { send: (name: string, { id }) => id + name, version: '2' } }),
      // @ts-expect-error: no list
      createOutbox(cache, { a: { send: (name: string, { id }) => id + name, show: () => 5 } }),
      // @ts-expect-error: no number
      createOutbox(cache, { a: { send: (count: number) => count, show: (count) => [[count.length, () => 1]] } }),
    ]
    expectTypeOf(wrong).toBeFunction()
  })
})
