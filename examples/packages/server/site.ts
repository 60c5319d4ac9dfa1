import { randomBytes } from 'node:crypto'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { Sources } from './answers.ts'
import { answersFor } from './answers.ts'
import { createApi } from './api.ts'
import type { Assets } from './assets.ts'
import { shellOf } from './document.ts'
import { renderPage } from './page.tsx'
import { visitorOf } from './visitors.ts'

/** Nothing comes from elsewhere, and no script runs that this server did not write into this very page. */
const policyWith = (nonce: string) =>
  `default-src 'self'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'`

/** All addresses of the site. */
export function createSite(sources: Sources, assets: Assets): Hono {
  const site = new Hono()
  site.use(async (context, next) => {
    await next()
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
    const nonce = randomBytes(16).toString('base64')
    const answers = answersFor(sources, visitorOf(context))
    const { body, status } = await renderPage({ url, answers, assets, nonce })
    return context.body(body, status, {
      'cache-control': 'no-store', // it is one visitor's own
      'content-security-policy': policyWith(nonce),
      'content-type': 'text/html; charset=utf-8',
    })
  })
  return site
}
