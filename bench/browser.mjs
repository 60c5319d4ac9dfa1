// Chromium for the rows about components. Each page is a site of its own with its own storage on disk, and loads one library in
// its production build. The libraries of peers/ use the React of this repository, so all libraries run on the same React.
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { rolldown } from 'rolldown'
// biome-ignore lint/correctness/useImportExtensions: the rule finds chromium.d.mts, which holds only types
import { getLaunchOptions, setUpChromium } from '../scripts/chromium.mjs'
// biome-ignore lint/correctness/useImportExtensions: the rule finds sources.d.mts, which holds only types
import { aliasSourcesInRolldown } from '../scripts/sources.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const html = `<!doctype html>
<html lang="en">
  <link rel="icon" href="data:,">
  <div id="root"></div>
  <script type="module" src="/page.js"></script>
</html>`

/**
 * Isolated pages have a clock with a resolution of 5 µs instead of 100 µs:
 * https://developer.mozilla.org/en-US/docs/Web/API/Performance_API/High_precision_timing
 */
const isolationHeaders = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
}

/** Starts a browser with a profile in `directory`. `openPage(entry)` bundles a script of this folder and opens it as a page. */
export async function startBrowser(directory) {
  if (!setUpChromium()) throw new Error('The rows about components need Chromium.')
  const { args, ...options } = getLaunchOptions()
  const context = await chromium.launchPersistentContext(join(directory, 'profile'), {
    ...options,
    args: [...args, '--js-flags=--expose-gc'],
  })
  const servers = []
  return {
    async openPage(entry) {
      const server = await startServer(await bundleScript(entry))
      servers.push(server)
      const page = await context.newPage()
      page.on('pageerror', (error) => console.error(`${entry}: ${error.stack}`))
      await page.goto(`http://127.0.0.1:${server.address().port}/`)
      return page
    },
    async close() {
      await context.close()
      for (const server of servers) server.close()
    },
  }
}

async function bundleScript(entry) {
  const build = await rolldown({
    input: join(root, 'bench', entry),
    platform: 'browser',
    tsconfig: false, // its paths are those for Node
    logLevel: 'silent', // it would warn about each 'use client'; an import that fails still throws
    resolve: {
      conditionNames: ['module', 'browser', 'import', 'default'],
      alias: {
        ...aliasSourcesInRolldown('browser'),
        react: join(root, 'node_modules', 'react'),
        'react-dom': join(root, 'node_modules', 'react-dom'),
      },
    },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  })
  const { output } = await build.generate({ format: 'esm', codeSplitting: false, minify: true })
  await build.close()
  return output[0].code
}

function startServer(script) {
  const server = createServer((request, response) => {
    const [type, body] = request.url === '/page.js' ? ['text/javascript', script] : ['text/html', html]
    response.writeHead(200, { ...isolationHeaders, 'content-type': `${type}; charset=utf-8` }).end(body)
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}
