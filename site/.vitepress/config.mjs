import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { toAnchor } from '../anchors.mjs'
import { readBook } from '../book.mjs'
import { mendTheme } from '../mend-theme.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pages = `${root}site/.cache/pages`

const book = readBook(root).map((group) => ({
  text: group.title,
  items: group.pages.map(({ title, file }) => ({ text: title, link: `/${file}` })),
}))

export default defineConfig({
  title: 'Cachetta',
  description: 'One cache from the disk to the hook',
  lang: 'en',
  srcDir: pages,
  outDir: `${root}.cache/docs`,
  cacheDir: `${root}site/.cache/vite`,
  metaChunk: true,
  themeConfig: {
    nav: [
      { text: 'Book', link: '/concepts', activeMatch: '^/(?!api/)' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      { text: 'Changes', link: '/changelog' },
    ],
    sidebar: { '/': book, '/api/': [{ text: 'API reference', link: '/api/' }, ...readReference()] },
    outline: [2, 3],
    search: { provider: 'local' },
  },
  vite: { plugins: [mendTheme()] },
  markdown: {
    anchor: { slugify: toAnchor },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: adapt,
  },
})

/** The doors of the reference, each with its groups and its members. TypeDoc writes them with the pages. */
function readReference() {
  const file = `${pages}/api/navigation.json`
  if (!existsSync(file)) return []
  const [main] = JSON.parse(readFileSync(file, 'utf8'))
  const doors = main.children.filter(({ path }) => path) // a door has a page, a group of members has none
  return [main, ...doors.map((door) => ({ ...door, title: `${main.title}/${door.title}` }))].map((door) => ({
    text: door.title,
    link: `/api/${door.path}`,
    collapsed: true,
    items: door.children.filter(({ path }) => !path).map(toSidebarGroup),
  }))
}

function toSidebarGroup({ title, children }) {
  const items = children.map((member) => ({ text: member.title, link: `/api/${member.path}` }))
  return { text: title, collapsed: title !== 'Functions', items }
}

/** Adapts how Markdown becomes HTML. */
function adapt({ renderer }) {
  // A wide table scrolls. The keyboard scrolls only what has the focus.
  renderer.rules.table_open = (tokens, index, options, _env, self) => {
    tokens[index].attrSet('tabindex', '0')
    return self.renderToken(tokens, index, options)
  }
  // A page is a template of Vue, where `{{ … }}` is an expression. In the book it is code of React.
  const render = renderer.render.bind(renderer)
  renderer.render = (...args) => render(...args).replaceAll('{{', '&#123;&#123;')
}
