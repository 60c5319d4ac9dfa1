// The order of the book. docs/index.md is its table of contents: the sidebar of the site has the same groups and pages.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The groups of docs/index.md, each with its title and its pages: `{ title, file }`, the file from docs/. */
export function readBook(root) {
  return parseBook(readFileSync(join(root, 'docs', 'index.md'), 'utf8'))
}

/** A group is a heading of level 2. Its pages are the links of its list items, without those behind a colon. */
export function parseBook(markdown) {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((section) => ({ title: section.slice(0, section.indexOf('\n')), pages: itemsOf(section).flatMap(pagesOf) }))
}

function itemsOf(section) {
  return section.match(/^- .*(?:\n {2}.*)*/gm) ?? []
}

function pagesOf(item) {
  const [names] = item.split(': ')
  return Array.from(names.matchAll(/\[([^\]]+)\]\(([^)#\s]+)\)/g), ([, title, file]) => ({ title, file }))
}
