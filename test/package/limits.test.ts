import { describe, expect, test } from 'vitest'
import { titlesIn } from './behaviours.ts'
import { projectFiles, readSource } from './project.ts'
import { codesIn, tableIn } from './tables.ts'

const { text } = readSource('docs/limits.md')
const files = projectFiles('test')

test('each minimum version names rows of the table of compatibility, or a folder of tests', () => {
  const versions = tableIn(text, ['what', 'oldest', 'newest', 'shown by']) ?? []
  const rows = (tableIn(readSource('docs/compatibility.md').text, ['where', 'what ran', 'result']) ?? []).filter(
    ([, , result = '']) => result.startsWith('ok'),
  )
  const isShown = (evidence: string): boolean =>
    evidence.startsWith('test/')
      ? files.some((file) => file.startsWith(evidence))
      : rows.some(([where = '']) => where.startsWith(evidence))
  expect(versions.length).toBeGreaterThan(8)
  for (const [what, , , shown = ''] of versions) {
    expect(codesIn(shown), what).not.toEqual([])
    expect(
      codesIn(shown).filter((evidence) => !isShown(evidence)),
      what,
    ).toEqual([])
  }
})

describe.each(['Values and keys', 'Numbers of entries', 'Times'])('%s', (heading) => {
  const section = text.slice(text.indexOf(`## ${heading}\n`))
  const limits = tableIn(section, ['limit', 'beyond it', 'shown by']) ?? []

  test('has limits', () => {
    expect(limits.length).toBeGreaterThan(2)
  })

  test.each(limits)('%s', (_limit, _beyond, shown = '') => {
    const tests = Array.from(shown.matchAll(/(?:^|, )(.+?) \(`(test\/[^`]+)`\)/g), ([, title, file]) => ({
      title,
      file,
    }))
    expect(tests).not.toEqual([])
    for (const { title, file = '' } of tests) expect(titlesOf(file)).toContain(title)
  })
})

/** The titles of a file: of its tests, and the names of cases in a table. */
function titlesOf(file: string): string[] {
  const source = readSource(file)
  const cases = Array.from(source.text.matchAll(/^\s*\['(.+?)',/gm), ([, name = '']) => name)
  return [...titlesIn(source).map((title) => title.text), ...cases]
}
