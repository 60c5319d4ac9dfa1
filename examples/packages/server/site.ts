import { randomBytes } from 'node:crypto'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { createApi } from './api.ts'
import type { Assets } from './assets.ts'
import { createShell } from './document.ts'
import type { Services } from './loaders.ts'
import { createLoaders } from './loaders.ts'
import { renderPage } from './render-page.tsx'
import { identifyVisitor } from './visitors.ts'

/** Allows nothing from another host, and inline scripts only with the nonce of this response. */
const createPolicy = (nonce: string) =>
  `default-src 'self'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'`

/** Creates all routes of the server. */
export function createSite(services: Services, assets: Assets): Hono {
  const site = new Hono()
  site.use(async (context, next) => {
    await next()
    context.header('x-content-type-options', 'nosniff')
  })
  site.route('/api', createApi(services))
  site.get('/shell', (context) => context.html(createShell(assets)))
  site.use('/assets/*', async (context, next) => {
    await next()
    context.header('cache-control', 'public, max-age=31536000, immutable') // each file name contains a hash of the content
  })
  site.use('*', serveStatic({ root: assets.folder }))
  site.get('*', async (context) => {
    const url = new URL(context.req.url)
    const nonce = randomBytes(16).toString('base64')
    const loaders = createLoaders(services, identifyVisitor(context))
    const { body, status } = await renderPage({ url, loaders, assets, nonce })
    return context.body(body, status, {
      'cache-control': 'no-store', // the page contains data of one visitor
      'content-security-policy': createPolicy(nonce),
      'content-type': 'text/html; charset=utf-8',
    })
  })
  return site
}
