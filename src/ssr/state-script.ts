import { collectEntries, handleOfScope, stateText } from './collect-entries.ts'
import type { DehydrateOptions } from './dehydrate.ts'

export interface StateOptions extends DehydrateOptions {
  /** The nonce of the page's Content-Security-Policy. */
  readonly nonce?: string | undefined
}

/**
 * What a scope holds, as a `<script>` for its page, for `hydrate(cache)` to find; `''` where it holds nothing. Put it before the
 * scripts of the application.
 * @throws {InvalidOptionError} for a cache that is no scope.
 */
export function stateScript(scope: object, { filter, nonce }: StateOptions = {}): string {
  return scriptText(collectEntries(handleOfScope(scope), filter, new Set()), nonce)
}

/** The script leaves nothing of itself in the page: what React hydrates is what React rendered. */
export function scriptText(texts: readonly string[], nonce: string | undefined): string {
  if (texts.length === 0) return ''
  const attribute =
    nonce === undefined ? '' : ` nonce="${nonce.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)}"`
  const push = `(self.__cachetta=self.__cachetta||[]).push(${quoted(stateText(texts))})`
  return `<script${attribute}>${push};document.currentScript.remove()</script>`
}

/** As a text of JavaScript rather than an object: it is parsed faster, and a `__proto__` in it is a key like any other. */
function quoted(json: string): string {
  return `'${json.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`
}
