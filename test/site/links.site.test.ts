import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { filesOfSite, readPage } from './site.ts'

const files = filesOfSite()
const pages = new Map(
  files.filter((file) => file.endsWith('.html') && file !== '404.html').map((file) => [file, readPage(file)]),
)

test('every link of the site leads to a file, and to an element with the id', () => {
  expect(pages.size).toBeGreaterThan(100)
  expect([...pages].flatMap(([file, html]) => deadLinks(file, html))).toEqual([])
})

test('every document of the book and every door has its page', () => {
  const expected = [
    'index',
    'changelog',
    'concepts',
    'components',
    'coming-from/swr',
    'api/cachetta/index',
    'api/cachetta/react/index',
  ]
  expect(expected.filter((page) => !pages.has(`${page}.html`))).toEqual([])
})

test('the reference has the signature, the parameters, the errors and the example of a function', () => {
  const html = pages.get('api/cachetta/functions/lookup.html') ?? 'no page'
  for (const heading of ['Parameters', 'Returns', 'Throws', 'Example']) expect(html).toContain(`>${heading} <a`)
  expect(html).toMatch(/<li><a[^>]*>InvalidKeyError<\/a> when /)
})

function deadLinks(file: string, html: string): string[] {
  const links = Array.from(html.matchAll(/<a [^>]*href="([^"]+)"/g), ([, link = '']) => decodeURIComponent(link))
  return [...new Set(links)]
    .filter((link) => !/^\w+:/.test(link) && isDead(file, link))
    .map((link) => `${file}: ${link}`)
}

function isDead(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const joined =
    path === '' ? file : posix.join(path.startsWith('/') ? '' : posix.dirname(file), path.replace(/^\//, ''))
  const target = joined === '' || joined === '.' || joined.endsWith('/') ? posix.join(joined, 'index.html') : joined
  if (!files.includes(target)) return true
  return anchor !== undefined && anchor !== '' && !pages.get(target)?.includes(` id="${anchor}"`)
}
