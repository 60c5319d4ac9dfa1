// Chromium for rows about components. Every page is a site of its own, with its own storage on disk, and shows one library
// in its production build. The libraries of peers/ get the React of this repository, so that all have the same.
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { rolldown } from 'rolldown'
// biome-ignore lint/correctness/useImportExtensions: its types beside it are no file to import
import { chromiumLaunch, setUpChromium } from '../scripts/chromium.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const html = `<!doctype html>
<html lang="en">
  <link rel="icon" href="data:,">
  <div id="root"></div>
  <script type="module" src="/page.js"></script>
</html>`

/** Times to 5 µs instead of 100: https://developer.mozilla.org/en-US/docs/Web/API/Performance_API/High_precision_timing */
const isolated = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }

/** A browser with a profile in `directory`. `open` resolves with the page of an entry of this folder. */
export async function startBrowser(directory) {
  if (!setUpChromium()) throw new Error('rows about components need Chromium')
  const { args, ...launch } = chromiumLaunch()
  const context = await chromium.launchPersistentContext(join(directory, 'profile'), {
    ...launch,
    args: [...args, '--js-flags=--expose-gc'],
  })
  const servers = []
  return {
    async open(entry) {
      const server = await serve(await bundle(entry))
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

async function bundle(entry) {
  const build = await rolldown({
    input: join(root, 'bench', entry),
    platform: 'browser',
    logLevel: 'silent', // 'use client' means nothing here; what does not resolve is thrown
    resolve: {
      conditionNames: ['cachetta-source', 'module', 'browser', 'import', 'default'],
      alias: { react: join(root, 'node_modules', 'react'), 'react-dom': join(root, 'node_modules', 'react-dom') },
    },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  })
  const { output } = await build.generate({ format: 'esm', codeSplitting: false, minify: true })
  await build.close()
  return output[0].code
}

function serve(script) {
  const server = createServer((request, response) => {
    const [type, body] = request.url === '/page.js' ? ['text/javascript', script] : ['text/html', html]
    response.writeHead(200, { ...isolated, 'content-type': `${type}; charset=utf-8` }).end(body)
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}
