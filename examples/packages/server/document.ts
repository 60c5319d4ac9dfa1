import type { Assets } from './assets.ts'

/** What stands around the application in its page. */
export interface Frame {
  readonly before: string
  readonly after: string
}

export function frameOf({ style }: Assets, script = ''): Frame {
  return {
    before: `<!doctype html>
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
    after: `</div>
${script}</body>
</html>
`,
  }
}

/** The page of no address: what the service worker keeps, to be filled from the browser's own store. */
export function shellOf(assets: Assets): string {
  const { before, after } = frameOf(assets, `<script type="module" src="${assets.script}"></script>\n`)
  return before + after
}
