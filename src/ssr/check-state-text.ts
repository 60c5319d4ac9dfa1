// Bounds the text of a state before JSON.parse reads it. JSON.parse takes seconds for millions of brackets or items, and a state
// may come from anybody who can change the page.

/** No page has more entries. `createScope` keeps as many for one request. */
export const MAX_STATE_ENTRIES = 10_000

/** In characters. */
export const MAX_STATE_LENGTH = 10_000_000

/** The deepest value that an entry can have, and the objects around it, are less deep. */
const MAX_STATE_DEPTH = 1_000

/** The depth of the list of entries in `{"cachetta":1,"entries":[…]}`. */
const LIST_DEPTH = 2

const [QUOTE, COMMA] = [0x22, 0x2c]

/** By the code of a sign: 1 for an opening bracket, -1 for a closing one. Codes are compared faster than texts. */
const depthSteps = new Int8Array(128)
for (const sign of '[{') depthSteps[sign.charCodeAt(0)] = 1
for (const sign of ']}') depthSteps[sign.charCodeAt(0)] = -1

/** Returns why the text is too large to be parsed, `undefined` if it is not. */
export function findExcess(text: string): string | undefined {
  if (text.length > MAX_STATE_LENGTH) return `is longer than ${MAX_STATE_LENGTH} characters`
  let depth = 0
  let separators = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === QUOTE) index = findStringEnd(text, index)
    else if (code === COMMA && depth === LIST_DEPTH) separators += 1
    else depth += depthSteps[code] ?? 0
    if (depth > MAX_STATE_DEPTH) return `is nested deeper than ${MAX_STATE_DEPTH} levels`
    if (separators >= MAX_STATE_ENTRIES) return `has more than ${MAX_STATE_ENTRIES} entries`
  }
  return undefined
}

/** Returns the index of the quote that ends the string which begins at `start`; the end of the text if there is none. */
function findStringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    if (countBackslashes(text, end) % 2 === 0) return end
  }
  return text.length
}

/** Counts the backslashes directly in front of `end`. Each of them escapes the next sign. */
function countBackslashes(text: string, end: number): number {
  let start = end
  while (text[start - 1] === '\\') start -= 1
  return end - start
}
