// Builds the application with Vite: the files for the browser, the service worker, and the server.
//   node examples/packages/build.mjs --outDir <folder>
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

process.env.NODE_ENV = 'production' // also if a test sets another value

const root = fileURLToPath(new URL('.', import.meta.url))
const outDir = process.argv[process.argv.indexOf('--outDir') + 1]
const client = join(outDir, 'client')

const common = { root, configFile: false, logLevel: 'warn', publicDir: false }
const external = /^(cachetta|hono|libsql|react|react-dom|wouter|@hono\/node-server)(\/|$)/

await build({
  ...common,
  publicDir: 'public',
  build: {
    outDir: client,
    emptyOutDir: true,
    manifest: true,
    rolldownOptions: { input: ['app/browser.tsx', 'app/style.css'] },
  },
})
await build({
  ...common,
  define: { 'self.__WB_MANIFEST': JSON.stringify(listShellFiles()) },
  build: {
    outDir: client,
    emptyOutDir: false,
    rolldownOptions: {
      input: 'app/service-worker.ts',
      output: { entryFileNames: 'service-worker.js', format: 'iife' },
    },
  },
})
await build({
  ...common,
  ssr: { external: true },
  build: {
    ssr: 'server/main.ts',
    outDir: join(outDir, 'server'),
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: { external: [external, /^node:/] },
  },
})

/** The files that the service worker caches. A name in assets/ contains a hash of the content, so it needs no revision. */
function listShellFiles() {
  const files = readdirSync(join(client, 'assets')).map((name) => ({ url: `/assets/${name}`, revision: null }))
  const manifest = readFileSync(join(client, '.vite', 'manifest.json'))
  const revision = createHash('sha256').update(manifest).digest('hex').slice(0, 16)
  return [...files, { url: '/shell', revision }, { url: '/icon.svg', revision }]
}
