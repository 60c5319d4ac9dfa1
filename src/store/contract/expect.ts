import { canonicalText } from '../../key/canonical.ts'

/** Throws unless both values have the same canonical text: it differs by type, by sign and by a missing property. */
export function expectSame(actual: unknown, expected: unknown, subject: string): void {
  const actualText = toText(actual)
  const expectedText = toText(expected)
  if (actualText !== expectedText) throw new Error(`${subject}: expected ${expectedText}, got ${actualText}`)
}

export function expectThat(isTrue: boolean, fault: string): void {
  if (!isTrue) throw new Error(fault)
}

/** Throws unless `action` rejects with a `CachettaError` with one of the codes. */
export async function expectFailure(
  action: () => Promise<unknown>,
  codes: readonly string[],
  subject: string,
): Promise<void> {
  const expected = `${subject}: expected an error with the code ${codes.join(' or ')}`
  let result: unknown
  try {
    result = await action()
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
    if (codes.some((each) => each === code)) return
    throw new Error(`${expected}, got ${String(error)}`)
  }
  throw new Error(`${expected}, got ${toText(result)}`)
}

/** Three seconds: less than test runners allow for a test. */
const TIMEOUT_MS = 3_000

/** Resolves like `promise`. Rejects if it stays pending for three seconds. */
export async function expectSoon<T>(promise: Promise<T>, subject: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${subject}: nothing happened for three seconds`)), TIMEOUT_MS)
  })
  try {
    return await Promise.race([promise, timeout])
  } finally {
    clearTimeout(timer)
  }
}

/** Resolves when a condition holds. Give it to {@link expectSoon}. */
export async function waitUntil(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 2 * TIMEOUT_MS // nobody waits any more
  while (!(await isTrue()) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5))
}

function toText(value: unknown): string {
  try {
    return canonicalText([value])
  } catch {
    return String(value)
  }
}
