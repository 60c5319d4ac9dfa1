import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { addressOf, collectAll, exactAddressOf, minutesAgo, setValue, setValueSync } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

describe('the tags of entries whose path comes from a path function', () => {
  it('are found by another store, in any directory', async () => {
    const directory = temporaryDirectory()
    const options = { tagsPath: join(directory, 'tags') }
    await setValue(fileStore(options), exactAddressOf(join(directory, 'x', 'one.json')), 1, ['t', 'u'])
    setValueSync(fileStore(options), exactAddressOf(join(directory, 'two.json')), 1, ['t'])
    await setValue(fileStore(options), addressOf(join(directory, 'literal.json')), 3, ['t'])
    const found = await collectAll(fileStore(options).tagged?.('t'))
    expect(found.map(({ path }) => path).sort()).toEqual([
      join(directory, 'two.json'),
      join(directory, 'x', 'one.json'),
    ])
    expect(found.map(({ address }) => address.exact)).toEqual([true, true])
  })

  it('lose their record a minute after the entry is gone, but not while the entry may still be being written', async () => {
    const directory = temporaryDirectory()
    const store = fileStore({ tagsPath: join(directory, 'tags') })
    await setValue(store, exactAddressOf(join(directory, 'e.json')), 1, ['t'])
    await store.delete(exactAddressOf(join(directory, 'e.json')))
    const records = () =>
      readdirSync(join(directory, 'tags'), { recursive: true })
        .map(String)
        .filter((name) => name.endsWith('.json'))
    expect(await collectAll(store.tagged?.('t'))).toEqual([])
    expect(records()).toHaveLength(1)
    for (const record of records()) utimesSync(join(directory, 'tags', record), minutesAgo(2), minutesAgo(2))
    expect(await collectAll(store.tagged?.('t'))).toEqual([])
    expect(records()).toEqual([])
  })

  it('are found beside damaged records', async () => {
    const directory = temporaryDirectory()
    const store = fileStore({ tagsPath: join(directory, 'tags') })
    await setValue(store, exactAddressOf(join(directory, 'e.json')), 1, ['t'])
    const [folder = ''] = readdirSync(join(directory, 'tags'))
    writeFileSync(join(directory, 'tags', folder, 'damaged.json'), '{"tag":"t"')
    expect(await collectAll(store.tagged?.('t'))).toHaveLength(1)
  })
})
