// Finds state that instances of a class keep outside their properties. An object that is restored without a call of the
// constructor lacks this state, so its methods would throw.
//
// A private field is visible only in the source text of its class. Compilers for older platforms keep it in a `WeakMap`; their
// constructors call a helper that is known by its name.

import jsTokens from 'js-tokens'

/**
 * Returns the private member that instances of the class have, for example `#cents`, or `undefined`. Looks into the classes that
 * it extends, too. Does not find state that the author keeps in a `WeakMap` or in a closure.
 */
export function findPrivateMember(prototype: object): string | undefined {
  for (let current: object | null = prototype; current !== null; current = Object.getPrototypeOf(current)) {
    const type: unknown = Object.getOwnPropertyDescriptor(current, 'constructor')?.value
    if (typeof type !== 'function') continue
    const source = Function.prototype.toString.call(type)
    const found = (source.includes('#') ? findDeclaration(source) : undefined) ?? COMPILED_MEMBER.exec(source)?.[0]
    if (found !== undefined) return found
  }
  return undefined
}

/** What TypeScript, esbuild, Babel and SWC write into a constructor in place of a private member. */
const COMPILED_MEMBER =
  /\b__privateAdd(?=\(this\b)|\b__classPrivateFieldSet(?=\(this\b)|\b_class_?private_?(?:field|method)_?init(?:spec)?(?=\(this\b)|\b_\w+_\w+\.(?:set|add)(?=\(this\b)/i

/** The text between two brackets, or between the braces of a class. */
interface Section {
  privateMember?: string
}

/**
 * Returns a private member that the body of the class declares for its instances. The body is the last section of the
 * source that ends, so private members of inner classes do not count, and neither do static ones.
 */
function findDeclaration(source: string): string | undefined {
  const open: Section[] = []
  let last: Section | undefined
  const tokens = Array.from(jsTokens(source)).filter(({ type }) => !INSIGNIFICANT.test(type))
  for (const [index, { type, value }] of tokens.entries()) {
    const text = `${type} ${value}`
    if (OPENING.test(text)) open.push({})
    else if (CLOSING.test(text)) last = open.pop()
    else if (type === 'PrivateIdentifier' && isDeclaration(tokens, index))
      Object.assign(open[open.length - 1] ?? {}, { privateMember: value })
  }
  return last?.privateMember
}

const INSIGNIFICANT = /Comment|WhiteSpace|LineTerminator/
const OPENING = /^(?:Punctuator [([{]$|TemplateHead )/
const CLOSING = /^(?:Punctuator [)\]}]$|TemplateTail )/
const MODIFIER = /^(?:get|set|async|accessor|\*)$/

/** False for `this.#name`, `#name in object` and `static #name`. */
function isDeclaration(tokens: readonly { readonly value: string }[], index: number): boolean {
  if (tokens[index + 1]?.value === 'in') return false
  let before = index - 1
  while (MODIFIER.test(tokens[before]?.value ?? '')) before--
  return !['.', '?.', 'static'].includes(tokens[before]?.value ?? '')
}
