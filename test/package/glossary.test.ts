import { describe, expect, test } from 'vitest'
import { oldNamesIn } from './glossary.ts'
import { sourcesOfPackage } from './project.ts'

test('no old name is left in src', () => {
  const sources = sourcesOfPackage()
  expect(sources.length).toBeGreaterThan(0)
  expect(sources.flatMap(oldNamesIn)).toEqual([])
})

describe('the check itself', () => {
  test.each<[title: string, file: string, text: string, found: string]>([
    ['an identifier', 'src/a.ts', '\nconst a = (job: Job) => job', 'src/a.ts:2: Job is now ComputeRequest'],
    ['a word of a comment', 'src/a.ts', '// Computes anew.', 'src/a.ts:1: anew is now force, or: again'],
    ['the kind of a change', 'src/a.ts', `notify('elsewhere')`, `src/a.ts:1: 'elsewhere' is now 'external'`],
    [
      'an exported ordinary word',
      'src/a.ts',
      '\nexport function keep() {}',
      'src/a.ts:2: the export keep is now storeResult',
    ],
    ['an exported type', 'src/a.ts', 'export interface View {}', 'src/a.ts:1: the export View is now EntryObserver'],
    ['a re-export under an old name', 'src/a.ts', `export { b as told } from './b.ts'`, 'src/a.ts:1: the export told'],
    ['a file with an old name', 'src/react/page-due.ts', '', 'src/react/page-due.ts:1: the file page-due is now'],
    ['a file with the name of an old function', 'src/a/spend-preload.ts', '', 'the file spend-preload is now'],
    ['a stand-in for a store', 'src/store/file-store-elsewhere.ts', '', 'is now *.unavailable'],
  ])('finds %s', (_title, file, text, found) => {
    expect(oldNamesIn({ file, text }).join('\n')).toContain(found)
  })

  test.each<[title: string, text: string]>([
    [
      'an ordinary word in a comment or a local name',
      '// Keep and show the text.\nconst text = (told: string) => told',
    ],
    ['a longer name', 'export const keepAlive = { jobs: 1, $Job: 2, ArrayBufferView: 3, newsletters: 4 }'],
    ['another case', '// A face, a job and a question about news.'],
    ['the word elsewhere', '// IndexedDB in a browser, memory elsewhere.'],
  ])('finds nothing in %s', (_title, text) => {
    expect(oldNamesIn({ file: 'src/a.ts', text })).toEqual([])
  })
})
