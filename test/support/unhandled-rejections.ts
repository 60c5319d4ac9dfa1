import { afterEach, beforeEach, expect } from 'vitest'
import { flushPromises } from './deferred.ts'

/** Fails each test of a file that leaves a rejection without a handler. Node would end the process. */
export function expectNoUnhandledRejections(): void {
  const unhandled: unknown[] = []
  const note = (reason: unknown) => void unhandled.push(reason)
  beforeEach(() => {
    unhandled.length = 0
    process.on('unhandledRejection', note)
  })
  afterEach(async () => {
    await flushPromises()
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })
}
