import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startNode } from '../support/processes.ts'

const fixture = fileURLToPath(new URL('./fixtures/vm-pool/', import.meta.url))
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))

test('the built package works in a pool that runs each test file in a realm of its own', async () => {
  const run = startNode([vitest, 'run', '--root', fixture, '--reporter', 'verbose', '--color=false'])
  const code = await run.exited
  expect(code, run.lines.join('\n')).toBe(0)
})
