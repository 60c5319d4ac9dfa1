// Writes the pages of the site: docs/, and the changelog. In the repository and in the package their links are relative paths. On
// the site the files lie elsewhere, so the links are rewritten.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

/** Files outside docs/ that are pages of the site, each with its place there. */
const outside = { 'CHANGELOG.md': 'changelog.md' }

/** Writes all pages but the reference into a folder. Leaves the reference, which is in `api/`, as it is. */
export function writePages(root, folder) {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) if (name !== 'api') rmSync(join(folder, name), { recursive: true })
  for (const file of readdirSync(join(root, 'docs'), { recursive: true }).map((name) => name.replaceAll('\\', '/'))) {
    if (file.endsWith('.md')) writePage(root, folder, `docs/${file}`)
    else if (/\.\w+$/.test(file)) cpSync(join(root, 'docs', file), join(folder, file))
  }
  for (const file of Object.keys(outside)) writePage(root, folder, file)
}

/** Writes the page of one file, given by its path from the root. */
export function writePage(root, folder, file) {
  const target = join(folder, placeOf(file))
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, toPage(file, readFileSync(join(root, file), 'utf8')))
}

/** The text of a page for the text of its file. */
export function toPage(file, text) {
  return text.replace(/\]\((?!\w+:)([^)\s#]+)(#[^)\s]*)?\)/g, (link, path, anchor = '') => {
    const place = placeOf(posix.join(posix.dirname(file), path))
    return place ? `](/${place}${anchor})` : link
  })
}

/** The place of a file on the site; undefined if it has none. */
function placeOf(file) {
  return file.startsWith('docs/') ? file.slice('docs/'.length) : outside[file]
}
