// The contract of `Store` (store.ts) as a test suite. A store comes in, and one test per sentence of the contract goes to the
// test runner. contract-checks.ts lists the checks, check.ts and expect.ts contain what they share, store-report.ts runs them.

import { InvalidOptionError } from '../../errors.ts'
import type { Store } from '../store.ts'
import { contractChecks } from './contract-checks.ts'
import type { MakeStore, StoreReport } from './store-report.ts'
import { createReport, runCheck, toSource } from './store-report.ts'

/** The two functions of a test runner that `describeStore` calls. */
export interface TestRunner {
  /** Registers a suite. `body` registers its tests. */
  describe(name: string, body: () => void): unknown
  /**
   * Registers a test. The test fails if `body` rejects. If the runner passes a context with a function `skip` to `body`, as Vitest and
   * `node:test` do, or as `this`, as Mocha does, a check that does not apply is a skipped test. `timeout` is in milliseconds.
   */
  it(title: string, body: (this: unknown, ...context: readonly unknown[]) => Promise<void>, timeout?: number): unknown
}

/**
 * Registers tests that check a store against the contract of `Store`, one test per sentence. The optional members of a store are
 * tested if the store has them. A test that does not apply is skipped, with the reason. If the test runner cannot skip a test that
 * runs, the console names it.
 *
 * Returns a report, to which each test adds what came out. Read it when all tests have run, for example to allow no skipped test.
 *
 * @param name the name of the suite
 * @param makeStore creates the stores
 * @param runner the functions of the test runner. @default the globals `describe` and `it`
 * @throws {InvalidOptionError} when no `runner` is given, and `describe` or `it` is not global.
 * @example
 * ```ts
 * import { memoryStore } from 'cachetta'
 * import { describeStore } from 'cachetta/testing'
 * import { afterAll, describe, expect, it } from 'vitest'
 *
 * const report = describeStore('memoryStore', () => memoryStore(), { describe, it })
 *
 * afterAll(() => {
 *   expect(report.skipped.map(({ reason }) => reason)).not.toContain('the store has no lock')
 * })
 * ```
 */
export function describeStore<Own extends Store = Store>(
  name: string,
  makeStore: MakeStore<Own>,
  runner: TestRunner = getGlobalRunner(),
): StoreReport {
  const source = toSource(makeStore)
  const report = createReport()
  runner.describe(name, () => {
    for (const check of contractChecks) {
      // The rest parameter keeps `length` at 0: other runners wait for a callback if a body has parameters.
      const body = async function (this: unknown, ...context: readonly unknown[]): Promise<void> {
        const reason = await runCheck(check, source, report)
        if (reason !== undefined) skipTest(context[0] ?? this, `${name}: ${check.title}`, reason)
      }
      runner.it(check.title, body, check.timeout)
    }
  })
  return report
}

/**
 * Checks a store against the contract of `Store` without a test runner, and resolves to a report. Never rejects because of a fault of
 * the store.
 *
 * @example
 * ```ts
 * import { memoryStore } from 'cachetta'
 * import { checkStore } from 'cachetta/testing'
 *
 * const { failed, skipped } = await checkStore(() => memoryStore())
 * for (const { title, error } of failed) console.error(title, error)
 * console.info(`${skipped.length} checks did not apply`)
 * ```
 */
export async function checkStore<Own extends Store = Store>(makeStore: MakeStore<Own>): Promise<StoreReport> {
  const source = toSource(makeStore)
  const report = createReport()
  for (const check of contractChecks) await runCheck(check, source, report).catch(() => undefined)
  return report
}

function skipTest(context: unknown, title: string, reason: string): void {
  const { skip }: { readonly skip?: unknown } = Object(context)
  if (typeof skip === 'function') skip.call(context, reason)
  // biome-ignore lint/suspicious/noConsole: a test runner that cannot skip a test shows what a test prints
  else console.info(`not checked: ${title}: ${reason}`)
}

function getGlobalRunner(): TestRunner {
  const { describe, it } = globalThis as Partial<TestRunner> // test runners may add their functions to `globalThis`
  if (describe !== undefined && it !== undefined) return { describe, it }
  throw new InvalidOptionError(
    'describeStore found no global describe and it; pass those of your test runner: describeStore(name, makeStore, { describe, it })',
  )
}
