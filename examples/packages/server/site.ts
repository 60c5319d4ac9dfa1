import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { Sources } from './answers.ts'
import { answersFor } from './answers.ts'
import { createApi } from './api.ts'
import type { Assets } from './assets.ts'
import { shellOf } from './document.ts'
import { renderPage } from './page.tsx'
import { visitorOf } from './visitors.ts'

const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"

/** All addresses of the site. */
export function createSite(sources: Sources, assets: Assets): Hono {
  const site = new Hono()
  site.use(async (context, next) => {
    await next()
    context.header('content-security-policy', POLICY)
    context.header('x-content-type-options', 'nosniff')
  })
  site.route('/api', createApi(sources))
  site.get('/shell', (context) => context.html(shellOf(assets)))
  site.use('/assets/*', async (context, next) => {
    await next()
    context.header('cache-control', 'public, max-age=31536000, immutable') // named by their content
  })
  site.use('*', serveStatic({ root: assets.folder }))
  site.get('*', async (context) => {
    const url = new URL(context.req.url)
    const { html, status } = await renderPage(url, answersFor(sources, visitorOf(context)), assets)
    context.header('cache-control', 'no-store') // it is one visitor's own
    return context.html(html, status)
  })
  return site
}
