import { collectEntries, requireScope } from '../dehydrate.ts'
import type { StateOptions } from '../state-script.ts'
import { toScript } from '../state-script.ts'

/** Returns one flush of a page with the entries in it that were not sent yet. */
export type InjectState = (flush: readonly Uint8Array[]) => Uint8Array

/** Creates the function that adds the entries of a scope to the flushes of one page. */
export function createInjectState(scope: object, { filter, nonce }: StateOptions): InjectState {
  const handle = requireScope(scope)
  const sent = new Set<string>()
  const encoder = new TextEncoder()
  let isFirst = true
  return (flush) => {
    const script = encoder.encode(toScript(collectEntries(handle, filter, sent), nonce))
    const html = concat(flush)
    const position = isFirst ? findScriptPosition(html) : 0
    isFirst = false
    return script.length === 0 ? html : concat([html.subarray(0, position), script, html.subarray(position)])
  }
}

/**
 * The part of a document in front of the first place for a script. A script must not stand before the doctype. It stands after
 * the `<meta>` tags, because the encoding must be in the first kilobyte. React escapes each `>` inside an attribute.
 */
const DOCUMENT_START = /^(?:<!doctype[^>]*>)?(?:<html(?:\s[^>]*)?>)?(?:<head(?:\s[^>]*)?>(?:<meta\s[^>]*>)*)?/i

/** No document start is longer than this, in bytes. */
const MAX_START = 16_384

/** Returns the byte position for the script: after the document start, or 0 if the HTML is a part of a page. */
function findScriptPosition(html: Uint8Array): number {
  const text = new TextDecoder('latin1').decode(html.subarray(0, MAX_START)) // latin1: one character per byte
  return DOCUMENT_START.exec(text)?.[0].length ?? 0
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let position = 0
  for (const part of parts) {
    whole.set(part, position)
    position += part.length
  }
  return whole
}
