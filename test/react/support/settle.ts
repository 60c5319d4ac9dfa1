import { flushPromises } from '../../support/deferred.ts'
import { act } from '../../support/render.tsx'

/** Runs an action inside `act`, and waits for all effects that need no time on the clock. */
export function settle(action: () => unknown = () => {}): Promise<void> {
  return act(async () => {
    void action()
    await flushPromises()
  }) as unknown as Promise<void> // React 17 types it as a thenable
}
