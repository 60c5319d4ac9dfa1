// Parses a text that anyone could have written, in bounded time and memory. JSON.parse alone needs seconds and hundreds of
// megabytes for a few megabytes of brackets, and it reads the last of two members with the same key.
//
//     in    a text
//     out   what JSON.parse returns, or a StoreError
//     by    a scan over the brackets and colons of the text, before it is parsed

import { StoreError } from '../../errors.ts'

/** What a text has outside its strings. */
interface TextSize {
  /** The number of members of all objects, those with the same key included. */
  readonly members: number
}

const quote = 0x22
const colon = 0x3a
const backslash = 0x5c
const openingBracket = 0x5b
/** The codes of `[` and `{`, and those of `]` and `}`, differ only in this bit. */
const braceBit = 0x20
const openingBrace = 0x7b
const closingBrace = 0x7d

/** Counts the members in a text. Throws `StoreError` as soon as it is nested deeper than `maxLevels`. */
export function measureText(text: string, maxLevels: number): TextSize {
  let level = 0
  let members = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === quote) index = findStringEnd(text, index)
    else if (code === colon) members++
    else if (code >= openingBracket) {
      level += levelChange(code)
      if (level > maxLevels) throwDamaged(`it is nested deeper than ${maxLevels} levels`)
    }
  }
  return { members }
}

function levelChange(code: number): number {
  const brace = code | braceBit
  if (brace === openingBrace) return 1
  return brace === closingBrace ? -1 : 0
}

/** Throws `StoreError` if an object in a text of this size has two members with the same key. */
export function checkDuplicateKeys(text: TextSize, members: number): void {
  if (text.members !== members) throwDamaged('an object in it has the same key twice')
}

/** Parses a text. Throws `StoreError` for one that is too deep or that has the same key twice, `SyntaxError` if it is no JSON. */
export function parseJson(text: string, maxLevels: number): unknown {
  const size = measureText(text, maxLevels)
  const json: unknown = JSON.parse(text)
  checkDuplicateKeys(size, countMembers(json))
  return json
}

/** Returns the list that a text is, and an empty one for any other text. */
export function parseList(text: string): readonly unknown[] {
  try {
    const list = parseJson(text, 1)
    return Array.isArray(list) ? list : []
  } catch {
    return []
  }
}

function countMembers(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 0
  const values = Object.values(json)
  let members = Array.isArray(json) ? 0 : values.length
  for (const value of values) members += countMembers(value)
  return members
}

/** Returns the index of the quote that ends the string, or that of the end of the text, where JSON.parse reports the error. */
function findStringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

/** True if an odd number of backslashes precedes the character. A string starts with a quote, so the loop ends there. */
function isEscaped(text: string, index: number): boolean {
  let start = index
  while (text.charCodeAt(start - 1) === backslash) start--
  return (index - start) % 2 === 1
}

function throwDamaged(reason: string): never {
  throw new StoreError('DAMAGED', `the entry is damaged: ${reason}`)
}
