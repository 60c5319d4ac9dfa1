// The rules that keep the rooms apart, as functions from the sources to the sentences about what breaks them.
import { posix } from 'node:path'
import type { Aliases, Module, Source } from './modules.ts'
import { parseModule, targetsOf } from './modules.ts'

/** From the ground up: a room imports rooms before it, never one beside or after it. */
const floors = [
  ['environment'],
  ['errors'],
  ['key'],
  ['entry'],
  ['store'],
  ['engine'],
  ['cachetta', 'react'],
  ['ssr', 'tanstack-query', 'outbox'],
  ['testing'],
  ['interception'],
  ['cli', 'devtools', 'next', 'storybook', 'swr'],
  ['doors'],
]

/** Rooms that use what a user can use: the doors, by their names, and nothing else of src/. */
const roomsOfUsers = ['cli', 'devtools', 'interception', 'next', 'storybook', 'swr']

/** Everyone may import the contract, and the check of options; the choice of the default store may import every store. */
const sharedByStores = ['store.ts', 'check-options.ts', 'default']
/** What the bridges to other libraries share. */
const sharedByBridges = ['backend', 'named-values']

const browserGlobals = ['window', 'document', 'indexedDB', 'IDBKeyRange', 'BroadcastChannel', 'LockManager']
const drawers = ['utils', 'util', 'types', 'helpers', 'helper', 'common', 'misc', 'shared']
const maxLines = 250

export function breaches(sources: readonly Source[], aliases: Aliases = {}): string[] {
  const modules = sources.map(parseModule)
  return [
    ...modules.flatMap((module) => importBreaches(module, aliases)),
    ...modules.flatMap(platformBreaches),
    ...modules.flatMap(shapeBreaches),
    ...cycleBreaches(modules, aliases),
  ]
}

function importBreaches({ file, specifiers }: Module, aliases: Aliases): string[] {
  const targets = specifiers.flatMap((specifier) => targetsOf(specifier, file, aliases))
  return targets.map((target) => whyNot(file, target)).filter((reason) => reason !== undefined)
}

function whyNot(file: string, target: string): string | undefined {
  if (!target.startsWith('src/')) return `${file} imports ${target}, which is not in src/`
  if (roomOf(target) === 'doors') return `${file} imports the door ${target}`
  if (roomOf(file) === roomOf(target)) return whyNotInRoom(file, target)
  if (roomOf(target) === 'environment') return undefined
  if (roomOf(target) === 'interception' && roomsOfUsers.includes(roomOf(file))) return undefined
  if (roomsOfUsers.includes(roomOf(file))) return `${file} imports ${target} by its path, not a door by its name`
  if (floorOf(target) >= floorOf(file)) return `${file} imports ${target}, which is beside or above it`
  if (roomOf(target) === 'store' && !mayKnow(file, target))
    return `${file} imports the store ${target}, not the contract`
  return undefined
}

function whyNotInRoom(file: string, target: string): string | undefined {
  if (roomOf(file) !== 'store' || isShared(file) || isShared(target) || storeOf(file) === storeOf(target))
    return undefined
  if (isBesideContract(target)) return undefined
  return `${file} imports another store, ${target}`
}

function platformBreaches({ file, specifiers, names }: Module): string[] {
  const node = specifiers.filter((specifier) => specifier.startsWith('node:') && !mayUseNode(file))
  const browser = browserGlobals.filter((name) => names.has(name) && !mayUseBrowser(file))
  return [
    ...node.map((specifier) => `${file} imports ${specifier} outside src/store/file/, src/cli/ and *.node.ts`),
    ...browser.map((name) => `${file} names ${name} outside src/store/indexeddb/, src/react/ and src/devtools/`),
  ]
}

function shapeBreaches({ file, text, isList }: Module): string[] {
  const found: string[] = []
  const lines = text.trimEnd().split('\n').length
  if (lines > maxLines) found.push(`${file} has ${lines} lines, more than ${maxLines}`)
  if (drawers.includes(nameOf(file))) found.push(`${file} is a drawer: name it after what it does`)
  if (roomOf(file) === 'doors' && !isList) found.push(`${file} is a door, and holds more than named re-exports`)
  return found
}

function cycleBreaches(modules: readonly Module[], aliases: Aliases): string[] {
  const imports = new Map(
    modules.map(({ file, specifiers }) => [file, specifiers.flatMap((name) => targetsOf(name, file, aliases))]),
  )
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) found.push(`a cycle: ${[...trail.slice(trail.indexOf(file)), file].join(' → ')}`)
    if (done.has(file) || trail.includes(file)) return
    for (const target of imports.get(file) ?? []) visit(target, [...trail, file])
    done.add(file)
  }
  for (const file of imports.keys()) visit(file, [])
  return found
}

/** The folder under src/; `errors` is a room of one file, `cli.ts` is the program of its room, and the other files there are doors. */
function roomOf(file: string): string {
  const [, first = '', inside] = file.split('/')
  if (inside !== undefined) return first
  return ['cli.ts', 'errors.ts'].includes(first) ? nameOf(first) : 'doors'
}

function floorOf(file: string): number {
  const floor = floors.findIndex((rooms) => rooms.includes(roomOf(file)))
  if (floor === -1) throw new Error(`${file} is in a room that test/package/house-rules.ts does not know.`)
  return floor
}

/** A store is a folder of src/store/. */
function storeOf(file: string): string {
  return file.split('/')[2] ?? ''
}

const isShared = (file: string): boolean => sharedByStores.includes(storeOf(file))
/** What stores share, in src/store/ itself: how entries are named, how one algorithm runs both ways. */
const isBesideContract = (file: string): boolean =>
  storeOf(file).endsWith('.ts') || sharedByBridges.includes(storeOf(file))
/** Engine and faces know the contract alone; what tests and users are handed may be a store. */
const mayKnow = (file: string, target: string): boolean =>
  isShared(target) || ['testing', 'doors'].includes(roomOf(file))
const mayUseNode = (file: string): boolean =>
  file.startsWith('src/store/file/') || roomOf(file) === 'cli' || file.endsWith('.node.ts')
const mayUseBrowser = (file: string): boolean =>
  file.startsWith('src/store/indexeddb/') || ['devtools', 'react'].includes(roomOf(file))
const nameOf = (file: string): string => posix.basename(file).replace(/\..*$/, '')
