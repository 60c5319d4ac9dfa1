import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { fileStore, memoryStore } from '../../src/index.ts'
import { describePages } from './attached.ts'

const folder = mkdtempSync(join(tmpdir(), 'cachetta-pages-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let places = 0

describe('a page over memory only', () => describePages(() => ({ store: memoryStore(), path: 'pages' })))

describe('a page over files', () =>
  describePages(() => {
    places += 1
    return { store: fileStore(), path: join(folder, `place ${places}`, 'pages.json') }
  }))
