import { departing, faceOfScope } from './departing.ts'
import { joined, scriptPlace } from './script-place.ts'
import type { StateOptions } from './state-script.ts'
import { scriptOf } from './state-script.ts'

/** Adds to what React has written at once the state that has not travelled yet. */
export type Attach = (flush: readonly Uint8Array[]) => Uint8Array

export function attaching(scope: object, { filter, nonce }: StateOptions): Attach {
  const face = faceOfScope(scope)
  const travelled = new Set<string>()
  const encoder = new TextEncoder()
  let isBegun = false
  return (flush) => {
    const script = encoder.encode(scriptOf(departing(face, filter, travelled), nonce))
    const page = joined(flush)
    const place = isBegun ? 0 : scriptPlace(page)
    isBegun = true
    return script.length === 0 ? page : joined([page.subarray(0, place), script, page.subarray(place)])
  }
}
