import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { fileStore, memoryStore } from '../../../src/index.ts'
import { describePageOverStore } from '../support/describe-page-over-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'cachetta-pages-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let locations = 0

describe('a page over memory only', () => describePageOverStore(() => ({ store: memoryStore(), path: 'pages' })))

describe('a page over files', () =>
  describePageOverStore(() => {
    locations += 1
    return { store: fileStore(), path: join(folder, `location ${locations}`, 'pages.json') }
  }))
