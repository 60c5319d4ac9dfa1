// Checks the members of a store: a misspelled optional member would be none, and nobody would notice.

import { describeValue, distanceOf } from '../../errors.ts'
import type { Lock, Store, SyncStore } from '../store.ts'
import type { Check } from './check.ts'
import { createAddress, createCheck, getValue, setValue } from './check.ts'
import { expectSame, expectThat } from './expect.ts'

type Type = 'string' | 'boolean' | 'number' | 'function' | 'object'

/** The types of all members of `T`. `required`: a member that must not be missing. */
type Members<T> = { readonly [Name in keyof T]-?: T extends Record<Name, unknown> ? `required ${Type}` : Type }

const storeMembers: Members<Store> = {
  name: 'required string',
  expires: 'boolean',
  hasOrder: 'boolean',
  get: 'required function',
  set: 'required function',
  delete: 'required function',
  stat: 'required function',
  list: 'required function',
  tagged: 'function',
  taggedUnder: 'function',
  deleteAll: 'function',
  deleteWhere: 'function',
  deleteTagged: 'function',
  sweep: 'function',
  lock: 'function',
  share: 'function',
  endComputations: 'function',
  subscribe: 'function',
  wake: 'function',
  onEvict: 'function',
  flush: 'function',
  locate: 'function',
  createPathResolver: 'function',
  sync: 'object',
}

const syncMembers: Members<SyncStore> = {
  get: 'required function',
  set: 'required function',
  delete: 'required function',
  stat: 'required function',
  list: 'required function',
  deleteAll: 'function',
  lock: 'function',
  share: 'function',
  endComputations: 'function',
}

const lockMembers: Members<Lock> = {
  order: 'number',
  isAlone: 'boolean',
  isEmpty: 'boolean',
  isShared: 'boolean',
  isHeld: 'required function',
  set: 'function',
  release: 'required function',
}

export const memberChecks: readonly Check[] = [
  createCheck('has the members of the contract, and none whose name is nearly one of theirs', [], async ({ store }) => {
    expectMembers(store, storeMembers, 'the store')
    if (store.sync !== undefined) expectMembers(store.sync, syncMembers, 'sync')
  }),
  createCheck('gives locks with the members of the contract', ['lock'], async (context) => {
    const locks = [
      await context.store.lock(createAddress(context, 'members'), false),
      await context.store.share?.(createAddress(context, 'members')),
    ]
    for (const lock of locks) if (lock) expectMembers(lock, lockMembers, 'a lock')
    for (const lock of locks) await lock?.release()
  }),
  createCheck('works after wake, which never throws', ['wake'], async (context) => {
    context.store.wake(() => undefined)
    context.store.wake()
    const address = createAddress(context, 'awake')
    await setValue(context.store, address, 1)
    expectSame(await getValue(context.store, address), { value: 1 }, 'get after wake and set')
  }),
  createCheck(
    'makes a path absolute, and leaves absolute paths as they are',
    ['createPathResolver'],
    async (context) => {
      const resolve = context.store.createPathResolver()
      const path = resolve(context.base)
      expectSame(resolve(path), path, 'an absolute path after it was made absolute again')
    },
  ),
]

function expectMembers(owner: object, members: Readonly<Record<string, string>>, subject: string): void {
  for (const [name, expected] of Object.entries(members)) {
    const value: unknown = Reflect.get(owner, name)
    if (value === undefined && !expected.startsWith('required ')) continue
    const type = expected.replace('required ', '')
    const isRight = typeof value === type && value !== null
    expectThat(isRight, `${subject} has the member ${name}: expected a ${type}, got ${describeValue(value)}`)
  }
  const missing = Object.keys(members).filter((name) => Reflect.get(owner, name) === undefined)
  for (const name of namesOf(owner)) {
    if (Object.hasOwn(members, name)) continue
    const meant = missing.find((each) => isNearly(name, each))
    expectThat(meant === undefined, `${subject} has the member ${name}: did you mean ${meant}? If not, rename it`)
  }
}

/** Also the names of what a class has. */
function namesOf(owner: object): readonly string[] {
  const names: string[] = []
  for (let part = owner; part !== null && part !== Object.prototype; part = Object.getPrototypeOf(part)) {
    names.push(...Object.getOwnPropertyNames(part))
  }
  return names.filter((name) => name !== 'constructor')
}

function isNearly(name: string, meant: string): boolean {
  return distanceOf(name.toLowerCase(), meant.toLowerCase()) <= (meant.length > 4 ? 2 : 1)
}
