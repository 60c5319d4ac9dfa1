// The links of Markdown documents, and those that lead nowhere.
import { posix } from 'node:path'
import { toAnchor } from '../../site/anchors.mjs'
import { withoutFences } from './comments.ts'
import type { Source } from './modules.ts'

/** Sentences about links to a file that is not among `files`, or to a heading that its document does not have. */
export function deadLinks(documents: readonly Source[], files: readonly string[]): string[] {
  const anchors = new Map(documents.map(({ file, text }) => [file, anchorsIn(text)]))
  const isDead = (file: string, link: string): boolean => {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? file : posix.join(posix.dirname(file), path)
    if (!files.includes(target)) return true
    return anchor !== undefined && anchors.get(target)?.includes(anchor) !== true
  }
  return documents.flatMap(({ file, text }) =>
    linksIn(text)
      .filter((link) => isDead(file, link))
      .map((link) => `${file}: ${link}`),
  )
}

/** The targets of links, without addresses on the web and without those in code blocks. */
function linksIn(markdown: string): string[] {
  const prose = withoutFences(markdown)
  return Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, link = '']) => link).filter((link) => !/^\w+:/.test(link))
}

/** The anchors of the headings. Of two equal headings, the second has `-1` at its end. */
function anchorsIn(markdown: string): string[] {
  const seen = new Map<string, number>()
  return Array.from(withoutFences(markdown).matchAll(/^#+ (.+)$/gm), ([, title = '']) => {
    const anchor = toAnchor(title)
    const count = seen.get(anchor) ?? 0
    seen.set(anchor, count + 1)
    return count === 0 ? anchor : `${anchor}-${count}`
  })
}
