import { collectEntries, handleOfScope } from '../collect-entries.ts'
import type { StateOptions } from '../state-script.ts'
import { scriptText } from '../state-script.ts'

/** Adds to what React has written at once the state that has not travelled yet. */
export type InjectState = (flush: readonly Uint8Array[]) => Uint8Array

export function createInjectState(scope: object, { filter, nonce }: StateOptions): InjectState {
  const handle = handleOfScope(scope)
  const travelled = new Set<string>()
  const encoder = new TextEncoder()
  let isBegun = false
  return (flush) => {
    const script = encoder.encode(scriptText(collectEntries(handle, filter, travelled), nonce))
    const page = joined(flush)
    const place = isBegun ? 0 : scriptPlace(page)
    isBegun = true
    return script.length === 0 ? page : joined([page.subarray(0, place), script, page.subarray(place)])
  }
}

/**
 * The beginning of a document, as React writes it, up to where its first script may stand: not before the doctype, and behind
 * the metas, for the encoding must be told in the first kilobyte. React escapes a `>` inside attributes.
 */
const beginning = /^(?:<!doctype[^>]*>)?(?:<html(?:\s[^>]*)?>)?(?:<head(?:\s[^>]*)?>(?:<meta\s[^>]*>)*)?/i

/** More than this no document needs to begin. */
const REACH = 16_384

/** Where in the bytes of a page the script stands before all others; at the beginning where it is a part of a page. */
export function scriptPlace(page: Uint8Array): number {
  const text = new TextDecoder('latin1').decode(page.subarray(0, REACH)) // one character for each byte
  return beginning.exec(text)?.[0].length ?? 0
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
