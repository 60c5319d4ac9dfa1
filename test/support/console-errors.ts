import { afterEach, beforeEach, expect, onTestFinished, vi } from 'vitest'

let seen: string[] = []
let expected: RegExp[] = []

/** Fails every test in which something reaches `console.error`, as React's warnings do, unless the test asked for it. */
export function refuseConsoleErrors(): void {
  beforeEach(() => {
    seen = []
    expected = []
    vi.spyOn(console, 'error').mockImplementation((...parts) => void seen.push(parts.map(String).join(' ')))
  })
  afterEach(() => {
    vi.mocked(console.error).mockRestore?.()
    expect(seen.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual([])
  })
}

/**
 * Lets errors pass whose text matches; for tests in which a component throws. React 17 and 18 also dispatch such an error to
 * the window, which would count as uncaught.
 */
export function expectConsoleErrors(...patterns: RegExp[]): void {
  expected = patterns
  const keep = (event: ErrorEvent): void => {
    if (patterns.some((pattern) => pattern.test(String(event.error)))) event.preventDefault()
  }
  window.addEventListener('error', keep)
  onTestFinished(() => window.removeEventListener('error', keep))
}
