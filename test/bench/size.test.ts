import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
// biome-ignore lint/correctness/useImportExtensions: the rule finds the .d.mts, which holds only types
import { capabilities, peers } from '../../bench/size/capabilities.mjs'
// biome-ignore lint/correctness/useImportExtensions: the rule finds the .d.mts, which holds only types
import { measureWithout } from '../../bench/size/measure.mjs'
// biome-ignore lint/correctness/useImportExtensions: the rule finds the .d.mts, which holds only types
import { listCapabilities } from '../../bench/size/tables.mjs'

const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'size.md'), 'utf8')

describe('docs/size.md', () => {
  it.each([...capabilities, ...peers].map(({ name }) => name))('has a number for %s', (name) => {
    const row = text.split('\n').find((line) => line.startsWith('|') && line.includes(`${name} |`))
    expect(Number(row?.split('|').at(-2)?.replaceAll(',', ''))).toBeGreaterThan(0)
  })
})

it('the tables are measured by the files of bench/size/', async () => {
  expect(await listCapabilities()).toContain('| `schema` |')
})

describe('a page without a capability', () => {
  let whole = 0
  beforeAll(async () => {
    whole = (await measureWithout([])).gzipped
  })

  it('has fewer bytes', async () => {
    const { gzipped } = await measureWithout(capabilities.flatMap(({ files }) => files))
    expect(gzipped).toBeGreaterThan(0)
    expect(gzipped).toBeLessThan(whole / 2)
  })

  it('is not measured with the name of a file that does not exist', async () => {
    await expect(measureWithout(['react/no-such-file'])).rejects.toThrow('no-such-file')
  })
})
