// `mutate` and `unload` of one boundary.

import type { MutateOptions } from 'cachetta'
import { peek } from 'cachetta'
import type { Boundary, ChangeArguments } from './boundary.ts'
import { changeData, createStateSetter, readData, recordOf } from './boundary.ts'
import type { Arguments, Key } from './key.ts'
import { serialize } from './key.ts'
import type { MutatorOptions, ScopedMutator, Unloader } from './mutator.ts'
import { dropPreload } from './preload.ts'

/** The arguments of every `mutate` after its key. */
export type MutateArguments = readonly unknown[]

/** Lists and subscriptions have entries of their own, which no filter sees. */
const INTERNAL = /^\$(?:inf|sub)\$/

export function createMutate(boundary: Boundary): ScopedMutator {
  const mutate = async (key: Key | ((key?: Arguments) => boolean), ...args: MutateArguments) =>
    typeof key === 'function'
      ? mutateMatching(boundary, key as (key?: Arguments) => boolean, args)
      : mutateKey(boundary, key, args)
  return mutate as ScopedMutator // its overloads describe the arguments
}

/** Returns a copy of the last argument of `mutate`. A boolean is the option `revalidate`. */
export function toMutatorOptions(given: unknown): MutatorOptions {
  return typeof given === 'boolean' ? { revalidate: given } : { ...Object(given) }
}

/** Changes the entry of one key. Resolves with the result of the change, or with the data that was fetched. */
export async function mutateKey(boundary: Boundary, key: Key, args: MutateArguments): Promise<unknown> {
  const [id, argument] = serialize(key)
  if (!id) return undefined
  const record = recordOf(boundary, id, argument)
  const [change, given] = args
  const options = toMutatorOptions(given)
  if (options.revalidate !== false) dropPreload(id)
  if (args.length === 0) return (await changeData(boundary, id, [])) ?? readData(boundary, id)
  // Nobody shows the key, so there is nothing to fetch now. The next mount fetches, because `isSet` says that no request set the data.
  if (!boundary.hooks.get(id)) options.revalidate = false
  record.isSet = true
  readFromMap(boundary, id)
  const setState = createStateSetter(boundary, id)
  const changed = await changeData(boundary, id, toChange(change, options, key as Arguments))
  setState({ error: undefined })
  return changed
}

/** Gives the engine what the application has written into the map of a `provider` itself. */
function readFromMap(boundary: Boundary, id: string): void {
  const { cache, cachetta, isOverMap } = boundary
  const data: unknown = isOverMap && peek(cachetta, id) === undefined ? cache.get(id)?.data : undefined
  if (data !== undefined) void changeData(boundary, id, [data, false])
}

function toChange(change: unknown, options: MutatorOptions, key: Arguments): ChangeArguments {
  const { revalidate } = options
  const decide: MutateOptions['revalidate'] =
    typeof revalidate === 'function' ? (data) => revalidate(data, key) : revalidate
  return [change, { ...options, revalidate: decide }]
}

/** Changes all entries that hooks have used and whose key passes. A deletion also reaches what only the store has. */
async function mutateMatching(
  boundary: Boundary,
  matches: (key?: Arguments) => boolean,
  args: MutateArguments,
): Promise<unknown[]> {
  const { records } = boundary
  const isMatch = (id: string) => !INTERNAL.test(id) && matches(records.get(id)?.argument ?? id)
  const known = listKnown(boundary)
  const changes = known.filter(isMatch).map((id) => mutateKey(boundary, id, args))
  if (args.length > 0 && args[0] === undefined) {
    for (const id of await listStored(boundary, known))
      if (isMatch(id)) changes.push(mutateKey(boundary, id, [undefined, false]))
  }
  return Promise.all(changes)
}

/** Returns the texts of all keys that hooks have used. */
function listKnown({ cache, records }: Boundary): string[] {
  return [...new Set([...records.keys(), ...cache.keys()])]
}

/** Returns the texts of the keys that only the store has: of an earlier page, or of another tab. */
async function listStored({ cachetta }: Boundary, known: readonly string[]): Promise<string[]> {
  const stored: string[] = []
  for await (const { key } of cachetta.entries()) stored.push(String(JSON.parse(key))) // the key of each entry is one text
  return stored.filter((id) => !known.includes(id))
}

/** Deletes all entries, those of lists and of the store included. */
export function createUnload(boundary: Boundary): Unloader {
  return async ({ revalidate = true } = {}) => {
    boundary.unloads += 1
    const known = listKnown(boundary)
    for (const id of known) {
      dropPreload(id)
      const { list } = recordOf(boundary, id)
      if (list) list.size = undefined
      createStateSetter(boundary, id)({ error: undefined })
    }
    const remove = async (id: string) => {
      await changeData(boundary, id, [undefined, false])
      if (boundary.isOverMap) boundary.cache.delete(id)
    }
    await Promise.all(known.map(remove))
    await Promise.all((await listStored(boundary, known)).map(remove))
    if (revalidate) await Promise.all(known.map((id) => changeData(boundary, id, [])))
  }
}
