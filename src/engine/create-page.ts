import { addressText } from '../key/address.ts'
import type { Engine } from './engine.ts'
import { log } from './log.ts'
import type { Remembered } from './memory.ts'
import type { Page } from './page.ts'
import type { Question } from './question.ts'

/**
 * A page is rendered in parts, and each part once more in the browser, by what has travelled until then. So what one part has
 * shown of an entry all others show, and a part that could not wait for it keeps those like it without.
 *
 *     store       | v1 |
 *     prefetch       |--------v2--------|
 *     header      | v1 |                              the browser cannot tell the two apart: both hydrate with v1
 *     boundary                           | v1 |
 */
export function createPage(engine: Engine): Page {
  const shown = new Map<string, Remembered>()
  const bare = new Map<string, number>()
  const isBare = (id: string) => (bare.get(id) ?? 0) > 0
  const count = (id: string, change: number): void => void bare.set(id, (bare.get(id) ?? 0) + change)

  return {
    shown,
    isBare,
    settle(question, known, without) {
      const { id } = question
      const first = shown.get(id) ?? known
      if (first && (without === 'waits' || !isBare(id))) {
        shown.set(id, first)
        return first
      }
      count(id, 1)
      if (without === 'fetches') void Promise.resolve().then(() => isBare(id) && warn(engine, question))
      return undefined
    },
    wait: ({ id }) => count(id, -1),
  }
}

/** Once per entry: whoever renders a page sees what the browser will have to fetch. */
function warn(engine: Engine, { address, id }: Question): void {
  if (engine.told.has(id) || !isDevelopment()) return
  engine.told.put(id, true)
  log(
    'warn',
    `${addressText(address)} was rendered on the server without data; prefetch it, let the hook wait with suspense: true, or give it fallbackData`,
  )
}

/** Asked anew each time, and of what not every host has. */
function isDevelopment(): boolean {
  const { process } = globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } } // Node's, where there is one
  return process?.env?.['NODE_ENV'] !== 'production'
}
