import type { Face } from '../engine/faces.ts'
import { faceOf } from '../engine/faces.ts'
import { glance } from '../engine/glance.ts'
import { log } from '../engine/log.ts'
import type { Remembered } from '../engine/memory.ts'
import { idOf } from '../engine/question.ts'
import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry } from '../entry/entry.ts'
import { membersText } from '../entry/text.ts'
import { InvalidOptionError, shown } from '../errors.ts'
import { addressText } from '../key/address.ts'
import { format } from './format.ts'

export interface DehydrateOptions {
  /** Which entries travel, by the key as it was given. @default all that the scope touched */
  filter?(key: unknown, value: unknown): boolean
}

/**
 * What a scope holds, as text for its page: JSON that is safe inside `<script>` and in any HTML. Errors and what could not come
 * back do not travel.
 * @throws {InvalidOptionError} for a cache that is no scope: it holds what other requests asked for.
 */
export function dehydrate(scope: object, { filter = () => true }: DehydrateOptions = {}): string {
  const face = scopeFace(scope)
  const entries = [...(face.memory ?? [])]
    .map(([, each]) => each)
    .filter((each) => isToBeSeen(face, each) && filter(each.key, each.entry.value))
    .flatMap((each) => textOf(face, each))
  return `{"cachetta":${format},"entries":[${entries.join(',')}]}`
}

function scopeFace(scope: object): Face {
  const face = faceOf(scope)
  if (face?.origin) return face
  throw new InvalidOptionError(`scope: ${shown(scope)} was given; accepted is what cache.scope() returned`)
}

/** What is too old to be shown is not sent either. */
function isToBeSeen({ engine, memory, policy }: Face, { address }: Remembered): boolean {
  const question = {
    address,
    id: idOf(address),
    memory,
    policy: { ...policy, staleDuration: Number.POSITIVE_INFINITY },
  }
  return glance(engine, question) !== undefined
}

/** The path of the scope itself stays at home: it is a place on the server's disk, and the browser's cache has its own. */
function textOf({ base, policy }: Face, { address, entry }: Remembered): string[] {
  try {
    const { path, key, exact } = address
    const there = path === base ? { key, exact } : { path, key, exact }
    return [`{"address":${escaped(JSON.stringify(there))},"entry":${entryText(entry, policy.types)}}`]
  } catch (error) {
    log('warn', `${addressText(address)} does not travel with its page; the browser fetches it`, error)
    return []
  }
}

const texts = new WeakMap<Entry, { readonly types: AllowedTypes; readonly text: string }>()

/** What the process remembers (`lruSize`) travels with many pages; it is written for the first of them. */
function entryText(entry: Entry, types: AllowedTypes): string {
  const known = texts.get(entry)
  if (known?.types === types) return known.text
  const text = escaped(membersText(entry, types))
  texts.set(entry, { types, text })
  return text
}

/** No `</script>`, no `<!--`, no `]]>`, no line end that older JavaScript does not know; the same JSON all the same. */
function escaped(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
