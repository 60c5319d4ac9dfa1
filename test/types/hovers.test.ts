import { describe, expect, it } from 'vitest'
import { openInEditor } from '../support/language-service.ts'

const editor = openInEditor('test/types/fixtures/hovers.tsx')
const overview = (text: string): string => editor.hover(text).replaceAll(/\s+/g, ' ')

const verbArguments = 'id: number, options?: { readonly fresh: boolean; } | undefined'

/** What an editor shows for a name, which stands before `|`: how it begins, and how its documentation begins. */
const hovers: readonly (readonly [at: string, type: string, documentation?: string])[] = [
  ['const lifetime|', 'const lifetime: Duration'],
  ['const cache|', 'const cache: Cachetta<unknown>'],
  [
    'const getUser|',
    'const getUser: CachedFunction<(id: number, options?: { readonly fresh: boolean; }) => Promise<User>>',
  ],
  ['getUser.invalidate|', `.invalidate(${verbArguments}): Promise<void>`, 'Deletes the entry of these arguments.'],
  ['getUser.refresh|', `.refresh(${verbArguments}): Promise<User>`, 'Runs the function again and replaces the entry.'],
  [
    'getUser.lookup|',
    `.lookup(${verbArguments}): Promise<Lookup<User>>`,
    'Returns the fresh or stale value, or a miss.',
  ],
  ['const found|', 'const found: Lookup<User>'],
  [
    'duration|: lifetime',
    '.duration?: Duration | ((value: unknown, ...args: readonly never[]) => Duration) | undefined',
    'An entry is fresh for this long.',
  ],
  [
    'staleDuration|',
    '.staleDuration?: Duration | ((value: unknown, ',
    'For this long after `duration`, a call returns the old value at once',
  ],
  ['lock|', '.lock?: boolean | Duration | undefined', 'One computation per entry across processes and tabs'],
  [
    'tags|',
    '.tags?: readonly string[] | ((value: unknown, ',
    'The tags of the entries, by which `invalidateTags` deletes them.',
  ],
  [
    'mutate|([',
    'mutate<unknown, unknown>(cache: Cachetta, key: unknown, ',
    'Changes the value of a key, and makes the hooks that show it fetch.',
  ],
  ['const { data|', 'const data: User | undefined', 'The data, as `select` returns it.'],
  ['change|, source', 'const change: BoundMutate<User>', 'Changes or refetches the data of this key.'],
  [
    'source|, isLoading',
    'const source: "store" | "fallback" | "server" | "memory" | "network" | undefined',
    'Where the data came from.',
  ],
  ['isLoading|', 'const isLoading: boolean', 'True while the entry is fetched and there is no data to show.'],
  ['byKey|', 'const byKey: Result<User, User | undefined, User, unknown>'],
  ['saving|', 'const saving: MutationResult<User, '],
  [
    'refreshInterval|',
    '.refreshInterval?: Duration | ((data: User | undefined) => Duration) | undefined',
    'Fetches again this long after the end of each fetch.',
  ],
]

describe('the text that an editor shows', { timeout: 120_000 }, () => {
  it.each(hovers)('at %s says what it is', (at = '', type = '', documentation = '') => {
    const shown = overview(at)
    expect(shown).toContain(type)
    expect(shown).toContain(documentation)
  })
})
