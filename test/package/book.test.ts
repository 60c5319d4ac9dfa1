import { describe, expect, test } from 'vitest'
import { parseBook, readBook } from '../../site/book.mjs'
import { deadLinks } from './links.ts'
import { projectFiles, readSource, root } from './project.ts'

const pages = projectFiles('docs').filter((file) => file.endsWith('.md'))

test('docs/index.md lists every other page of docs/ once: the site has them in this order', () => {
  const listed = readBook(root).flatMap((group) => group.pages.map(({ file }) => `docs/${file}`))
  expect(listed.toSorted()).toEqual(pages.filter((file) => file !== 'docs/index.md').toSorted())
})

test('every link of the README, of docs/ and of the other documents leads to a file and to a heading', () => {
  const files = projectFiles()
  const documents = files.filter((file) => file.endsWith('.md')).map(readSource)
  expect(documents.length).toBeGreaterThan(10)
  expect(deadLinks(documents, files)).toEqual([])
})

test('a table of contents has a group for each heading of level 2, and the pages that its items name', () => {
  const text = `# Title

[No](no.md)

## One

- [First page](first.md): text, [no](no.md)
- no

## Two

- [Second](a/second.md) and
  [third](a/third.md)
`
  expect(parseBook(text)).toEqual([
    { title: 'One', pages: [{ title: 'First page', file: 'first.md' }] },
    {
      title: 'Two',
      pages: [
        { title: 'Second', file: 'a/second.md' },
        { title: 'third', file: 'a/third.md' },
      ],
    },
  ])
})

describe('the check of links', () => {
  const dead = (text: string) =>
    deadLinks(
      [
        { file: 'docs/a.md', text },
        { file: 'docs/b/c.md', text: '# `use(key)`, and more\n\n```sh\n# no heading\n```\n\n## Two\n\n## Two' },
      ],
      ['docs/a.md', 'docs/b/c.md', 'LICENSE'],
    )

  test('finds a file that does not exist, and a heading that its file does not have', () => {
    expect(dead('[one](c.md) [two](b/c.md#three) [three](#four) [four](b/c.md#no-heading)')).toEqual([
      'docs/a.md: c.md',
      'docs/a.md: b/c.md#three',
      'docs/a.md: #four',
      'docs/a.md: b/c.md#no-heading',
    ])
  })

  test('accepts links to files, to headings, and to the web', () => {
    const text =
      '# Here\n\n[one](b/c.md#usekey-and-more) [two](b/c.md#two-1) [three](#here) [four](../LICENSE) [five](https://a.b)'
    expect(dead(text)).toEqual([])
  })
})
