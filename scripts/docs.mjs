// npm run docs: serves the site over docs/, with the reference of all doors. `npm run docs -- build` writes it to .cache/docs/.
// Passes other arguments on to VitePress (`--port 5200`, `build --base /cachetta/`).
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { writePage, writePages } from '../site/pages.mjs'
import { root, runNode, stopWith } from './frame.mjs'
import { npmCi, setUpPackages } from './set-up.mjs'

const site = join(root, 'site')
const pages = join(site, '.cache', 'pages')
const vitepress = 'site/node_modules/vitepress/bin/vitepress.js'

if (process.argv[1] === import.meta.filename) {
  const [command, ...rest] = process.argv.slice(2)
  setUpPackages()
  try {
    if (command === 'build') buildSite(rest)
    else serveSite(process.argv.slice(2))
  } catch (error) {
    stopWith(error.message)
  }
}

/** Writes the site to .cache/docs/. Throws if a link leads to no page, and if TypeDoc has a warning. */
export function buildSite(args = []) {
  prepare()
  if (runNode([vitepress, 'build', 'site', ...args]) !== 0) throw new Error('VitePress could not build the site.')
}

/** Serves the site until Ctrl-C. A page follows its file in docs/; the reference stays as it was at the start. */
function serveSite(args) {
  prepare()
  const docs = join(root, 'docs')
  watch(docs, { recursive: true }, (_event, file) => {
    if (file?.endsWith('.md')) writeChangedPage(`docs/${file.replaceAll('\\', '/')}`)
  })
  const server = spawn(process.execPath, [vitepress, 'dev', 'site', ...args], { cwd: root, stdio: 'inherit' })
  server.on('exit', (code) => process.exit(code ?? 0))
}

function writeChangedPage(file) {
  try {
    writePage(root, pages, file)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error // an editor replaces a file by deleting it first
  }
}

/** Installs the packages of the site, and writes its pages: those of docs/, and those that TypeDoc makes of the docstrings. */
function prepare() {
  if (!npmCi(site, 'Installing VitePress and TypeDoc …')) {
    throw new Error(
      'The packages of the site could not be installed: they need the npm registry, or a filled npm cache.',
    )
  }
  writePages(root, pages)
  const typedoc = join(site, 'node_modules', 'typedoc', 'bin', 'typedoc')
  if (runNode([typedoc, '--options', join(site, 'typedoc.config.mjs'), '--logLevel', 'Warn']) !== 0) {
    throw new Error(
      'TypeDoc has warnings. Details of signatures that no door exports are listed in site/typedoc.config.mjs.',
    )
  }
}
