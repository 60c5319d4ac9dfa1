import { expect, it } from 'vitest'
import { InvalidOptionError } from '../../../src/errors.ts'
import { fileStore } from '../../../src/store/file/file-store.ts'
import { fileStore as unavailableFileStore } from '../../../src/store/file/file-store.unavailable.ts'
import type { FileStoreOptions } from '../../../src/store/file/options.ts'

it.each([
  [
    { durabel: true },
    'durabel: no option of fileStore has this name; the options are durable, maxBytes, maxEntries, tagsPath, watch',
  ],
  [{ durable: 'yes' }, 'durable: "yes" was given; accepted is true or false'],
  [{ maxBytes: 0 }, 'maxBytes: 0 was given; accepted is a number of bytes of at least 1'],
  [{ maxEntries: Number.NaN }, 'maxEntries: NaN was given'],
  [{ watch: 100 }, 'watch: 100 was given; accepted is true or false'],
  [{ tagsPath: '' }, 'tagsPath: "" was given; accepted is the path of a directory'],
])('refuses %j and says what is accepted', (options, message) => {
  const create = () => fileStore(options as FileStoreOptions)
  expect(create).toThrow(InvalidOptionError)
  expect(create).toThrow(message)
})

it('throws outside Node and names the stores that work there', () => {
  expect(unavailableFileStore).toThrow(InvalidOptionError)
  expect(unavailableFileStore).toThrow('fileStore() needs Node; accepted here are indexedDbStore()')
})
