import { runInNewContext } from 'node:vm'
import { beforeEach, expect, vi } from 'vitest'
import type { Cachetta } from '../../../src/index.ts'
import { prefetch } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'

/** Creates a scope with these entries in it, as a server does for one request. */
export async function createScopeWith(values: Readonly<Record<string, unknown>>, options?: object): Promise<Cachetta> {
  const scope = createTestCache().cache.scope()
  for (const [key, value] of Object.entries(values)) await prefetch(scope, key, () => value, options)
  return scope
}

/** Runs the inline scripts of a page, as a browser does, in a context with only `self` and `document`. */
export function runScripts(html: string): void {
  const document = { currentScript: { remove: vi.fn() } }
  for (const [, text = ''] of html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)) {
    runInNewContext(text, { self: globalThis, document })
    expect(document.currentScript.remove).toHaveBeenCalled()
  }
}

/** Removes the states that an earlier test left in the global array. */
export function resetGlobalStates(): void {
  beforeEach(() => void Reflect.deleteProperty(globalThis, '__cachetta'))
}
