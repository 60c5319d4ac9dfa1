import type { Kind } from './kind.ts'
import { getter, kind } from './kind.ts'
import { keysBesideIndices } from './own-keys.ts'
import { primitiveText, quoted } from './primitive-text.ts'

const sourceOf = getter<string>(RegExp.prototype, 'source')
const flagsOf = getter<string>(RegExp.prototype, 'flags')

/** Built-in types that hold one value. */
export const VALUE_KINDS: readonly Kind[] = [
  kind('Date', (date: Date) => Date.prototype.getTime.call(date), dateText),
  kind('RegExp', sourceOf, regExpText),
  kind('URL', (url: URL) => hrefOf(url), quoted),
  kind('URLSearchParams', (params: URLSearchParams) => URLSearchParams.prototype.toString.call(params), quoted),
  kind('Boolean', (boxed: object) => Boolean.prototype.valueOf.call(boxed), unboxedText),
  kind('Number', (boxed: object) => Number.prototype.valueOf.call(boxed), unboxedText),
  kind('BigInt', (boxed: object) => BigInt.prototype.valueOf.call(boxed), unboxedText),
  kind('String', (boxed: object) => String.prototype.valueOf.call(boxed), unboxedText, keysBesideIndices),
  errorKind(),
]

function dateText(time: number): string {
  return Number.isNaN(time) ? 'NaN' : new Date(time).toISOString()
}

function regExpText(source: string, _visit: unknown, regExp: object): string {
  const { lastIndex } = regExp as RegExp // its slot was just read
  const position = lastIndex === 0 ? '' : `,${primitiveText(lastIndex)}`
  return `${quoted(source)},${quoted(flagsOf(regExp))}${position}`
}

function hrefOf(url: URL): string {
  if (!(url instanceof URL)) throw new TypeError('not a URL of this platform')
  return url.href
}

function unboxedText(primitive: boolean | number | bigint | string): string {
  return `${primitiveText(primitive)}`
}

/** No slot of an error can be read; all that tells errors apart are properties, also such as are not enumerable. */
function errorKind(): Kind {
  const hidden = ['cause', 'errors']
  return {
    name: 'Error',
    is: (value) => value instanceof Error || Object.prototype.toString.call(value) === '[object Error]',
    content: () => 'Error',
    keys: (error) => {
      const own = [...Object.keys(error), ...hidden.filter((key) => Object.hasOwn(error, key))]
      return [...new Set(['name', 'message', ...own])].filter((key) => key !== 'stack')
    },
  }
}
