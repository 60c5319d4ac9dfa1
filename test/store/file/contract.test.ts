import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import { describeStore } from '../../../src/store/contract/describe-store.ts'
import type { StoreSource } from '../../../src/store/contract/store-report.ts'
import { fileStore } from '../../../src/store/file/file-store.ts'

const directory = mkdtempSync(join(tmpdir(), 'cachetta-contract-'))
afterAll(() => rmSync(directory, { recursive: true }))

const files: StoreSource = {
  create: () => fileStore({ tagsPath: join(directory, 'tags') }),
  reopen: () => fileStore({ tagsPath: join(directory, 'tags') }),
  damage: (store, address) => writeFileSync(store.locate?.(address) ?? '', '{"cachetta":1,'),
  base: join(directory, 'entries'),
}
const limited: StoreSource = {
  ...files,
  create: () => fileStore({ maxBytes: 1e9, maxEntries: 1e5, durable: true, tagsPath: join(directory, 'tags') }),
}
const watched: StoreSource = {
  ...files,
  create: () => fileStore({ tagsPath: join(directory, 'tags'), watch: true }),
  reopen: () => fileStore({ tagsPath: join(directory, 'tags'), watch: true }),
}

describeStore('fileStore', files, { describe, it })
describeStore('fileStore, durable and with limits', limited, { describe, it })
describeStore('fileStore, watched', watched, { describe, it })
