import type { DehydrateOptions } from './dehydrate.ts'
import { collectEntries, requireScope, toStateText } from './dehydrate.ts'

/** The options of {@link stateScript} and `withState`. */
export interface StateOptions extends DehydrateOptions {
  /** The nonce of the page's Content-Security-Policy. @default no nonce */
  readonly nonce?: string | undefined
}

/**
 * Returns the entries of a scope as a `<script>`, or `''` for a scope without entries. `hydrate(cache)` reads it in the browser.
 * Put it in front of the scripts of the application.
 * @throws {InvalidOptionError} when `scope` did not come from `cache.scope()`.
 * @example
 * ```tsx
 * import { Cachetta } from 'cachetta'
 * import { CachettaProvider } from 'cachetta/react'
 * import { prefetch, stateScript } from 'cachetta/ssr'
 * import { renderToString } from 'react-dom/server'
 *
 * const cache = new Cachetta({ path: './cache/pages', duration: '5m' })
 *
 * export async function renderPage(nonce: string): Promise<string> {
 *   const scope = cache.scope()
 *   await prefetch(scope, ['user', 1], ([, id]) => fetchUser(id))
 *   const html = renderToString(<CachettaProvider cache={scope}><App /></CachettaProvider>)
 *   return `<div id="root">${html}</div>${stateScript(scope, { nonce })}`
 * }
 * ```
 */
export function stateScript(scope: object, { filter, nonce }: StateOptions = {}): string {
  return toScript(collectEntries(requireScope(scope), filter, new Set()), nonce)
}

/** The script removes itself from the page, because React must find the elements that it rendered and no others. */
export function toScript(entryTexts: readonly string[], nonce: string | undefined): string {
  if (entryTexts.length === 0) return ''
  const attribute =
    nonce === undefined ? '' : ` nonce="${nonce.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)}"`
  const push = `(self.__cachetta=self.__cachetta||[]).push(${quote(toStateText(entryTexts))})`
  return `<script${attribute}>${push};document.currentScript.remove()</script>`
}

/** A text of JSON is parsed faster than the same object in a script. And in JSON `__proto__` is a key like any other. */
function quote(json: string): string {
  return `'${json.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`
}
