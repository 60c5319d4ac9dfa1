// Texts for people. Keys, tags and names of files can come from strangers, and a terminal obeys some characters in them.

const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not reach a terminal
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/**
 * Replaces characters that control a terminal, hide text or change its direction by `\u001b` and the like. Line feeds, too, so that
 * a key cannot look like a row of its own.
 */
export function escapeText(text: string): string {
  return text.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Does the same for JSON with line feeds between its members. Its strings stay the same strings. */
export function escapeJson(json: string): string {
  return json.split('\n').map(escapeText).join('\n')
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** `999 B`, `1.2 kB`, `34 MB`: of a thousand each, as disks are sold and as `ls -h --si` counts. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  // 999,500 would be rounded to 1000 kB.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

const spans = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const

/** `5s`, `12m`, `3h`, `45d`: the largest unit, cut and not rounded. `future` for an age that is not finite. */
export function formatAge(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'future'
  const [unit, size] = spans.find(([, size]) => milliseconds >= size) ?? (['s', 1_000] as const)
  return `${Math.floor(milliseconds / size)}${unit}`
}

/** A span as an option of a cache names it. */
export function formatSpan(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'Infinity'
  let rest = milliseconds
  let text = ''
  for (const [unit, size] of spans) {
    if (rest >= size) text += `${Math.floor(rest / size)}${unit}`
    rest %= size
  }
  return rest > 0 || text === '' ? `${text}${rest}ms` : text
}

const numbers = new Intl.NumberFormat('en-US')

export function formatCount(count: number): string {
  return numbers.format(count)
}

/** `1 entry`, `2 entries`. */
export function countOf(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
const narrow = /^[\x20-\x7e]*$/

/** The columns that a text takes in a terminal. Chinese, Japanese and Korean characters and emojis take two, accents none. */
export function widthOf(text: string): number {
  if (narrow.test(text)) return text.length
  let width = 0
  for (const character of text) width += wide.test(character) ? 2 : /\p{M}/u.test(character) ? 0 : 1
  return width
}

/** Cuts a text that is too wide, with `…` at its end. */
export function cutEnd(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let cut = ''
  let used = 1
  for (const character of text) {
    used += widthOf(character)
    if (used > width) break
    cut += character
  }
  return `${cut}…`
}

/** Cuts the beginning instead: the end of a path tells more. */
export function cutStart(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  const reversed = [...text].reverse().join('')
  return [...cutEnd(reversed, width)].reverse().join('')
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}
