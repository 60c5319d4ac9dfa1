import { createTitle } from '../app/routes.ts'
import type { Assets } from './assets.ts'

/** The HTML before and after the application. */
export interface DocumentParts {
  readonly start: string
  readonly end: string
}

interface DocumentOptions {
  readonly title: string
  readonly script?: string
}

export function createDocument({ style }: Assets, { title, script = '' }: DocumentOptions): DocumentParts {
  return {
    start: `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${escapeHtml(title)}</title>
  <link rel="icon" href="/icon.svg">
  <link rel="stylesheet" href="${style}">
</head>
<body>
<div id="root">`,
    end: `</div>
${script}</body>
</html>
`,
  }
}

/** The page without content. The service worker caches it, and the browser fills it with data from IndexedDB. */
export function createShell(assets: Assets): string {
  const script = `<script type="module" src="${assets.script}"></script>\n`
  const { start, end } = createDocument(assets, { title: createTitle({ name: 'list' }), script })
  return start + end
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
