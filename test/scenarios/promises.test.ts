import { expect, it } from 'vitest'
import { promisesOfCache } from './promises.ts'

it('each of the 28 promises has a number, a text and at least one scenario', () => {
  expect(promisesOfCache.map(({ number }) => number)).toEqual(Array.from({ length: 28 }, (_, index) => index + 1))
  for (const { text, tool = [], service = [] } of promisesOfCache) {
    expect(text.length).toBeGreaterThan(10)
    expect(tool.length + service.length).toBeGreaterThan(0)
  }
})

it.each(['tool', 'service'] as const)('each scenario of the %s belongs to one promise', (place) => {
  const named = promisesOfCache.flatMap((promise) => promise[place] ?? [])
  expect(new Set(named).size).toBe(named.length)
})
