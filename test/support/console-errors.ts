import { afterEach, beforeEach, expect, onTestFinished, vi } from 'vitest'

let seen: string[] = []
let expected: RegExp[] = []

/** Fails a test if something reaches `console.error`, for example a warning of React, unless the test expects it. */
export function failOnConsoleErrors(): void {
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
 * Allows errors whose text matches, for tests in which a component throws. React 17 and 18 also dispatch such an error to
 * the window. There it would count as an uncaught error.
 */
export function expectConsoleErrors(...patterns: RegExp[]): void {
  expected = patterns
  const preventUncaught = (event: ErrorEvent): void => {
    if (patterns.some((pattern) => pattern.test(String(event.error)))) event.preventDefault()
  }
  window.addEventListener('error', preventUncaught)
  onTestFinished(() => window.removeEventListener('error', preventUncaught))
}
