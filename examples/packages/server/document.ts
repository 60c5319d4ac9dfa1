import type { Assets } from './assets.ts'

/** The HTML before and after the application. */
export interface DocumentParts {
  readonly start: string
  readonly end: string
}

export function createDocument({ style }: Assets, script = ''): DocumentParts {
  return {
    start: `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Installed packages</title>
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
  const { start, end } = createDocument(assets, `<script type="module" src="${assets.script}"></script>\n`)
  return start + end
}
