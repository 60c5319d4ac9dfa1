// Storybook runs `play` each time it mounts a story. A visitor wants to look first, so `play` does nothing unless the button asks for
// it, or a test runs the story.
//
//     Storybook  |--mounts the story--|  the visitor looks, and tries  |--"Play": mounts it again, and plays--|
//     Vitest     |--mounts the story, and plays--|

import { FORCE_REMOUNT } from 'storybook/internal/core-events'
import { addons } from 'storybook/preview-api'

/** The stories that play at their next mount. */
const requested = new Set<string>()

/** True in `npx vitest`. A test never pauses. */
export const isTest: boolean = '__vitest_browser__' in globalThis

/** Mounts the story again, with a fresh cache, and plays it. */
export function playStory(id: string): void {
  requested.add(id)
  mountAgain(id)
}

/** Mounts the story again, with a fresh cache. */
export function mountAgain(id: string): void {
  addons.getChannel().emit(FORCE_REMOUNT, { storyId: id })
}

/** True if this mount of the story plays. */
export function shouldPlay(id: string): boolean {
  return requested.delete(id) || isTest
}
