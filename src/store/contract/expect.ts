import { canonicalText } from '../../key/canonical.ts'

/** Throws unless both have one canonical text: equal to the last type, sign and missing property, whatever their order. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  const was = textOf(actual)
  const should = textOf(expected)
  if (was !== should) throw new Error(`${what}: expected ${should}, got ${was}`)
}

export function expectThat(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise)
}

/** Throws unless `act` fails with a `CachettaError` of one of these codes; `otherwise` says what should have happened. */
export async function expectFailure(
  act: () => Promise<unknown>,
  codes: readonly string[],
  otherwise: string,
): Promise<void> {
  let outcome: unknown
  try {
    outcome = await act()
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
    if (codes.some((expected) => expected === code)) return
    throw new Error(`${otherwise}: expected an error with the code ${codes.join(' or ')}, got ${String(error)}`)
  }
  throw new Error(`${otherwise}: expected an error with the code ${codes.join(' or ')}, got ${textOf(outcome)}`)
}

/** Waits for what must come without being asked for again. Three seconds: less than runners give a test. */
export async function expectSoon<T>(promise: Promise<T>, otherwise: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${otherwise}: nothing happened for three seconds`)), 3_000)
  })
  try {
    return await Promise.race([promise, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

function textOf(value: unknown): string {
  try {
    return canonicalText([value])
  } catch {
    return String(value)
  }
}
