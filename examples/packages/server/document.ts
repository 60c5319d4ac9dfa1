import type { Assets } from './assets.ts'

interface Parts {
  readonly app: string
  /** What `dehydrate` wrote: safe in a script as it is. Not executed, so a strict content security policy lets it through. */
  readonly state: string
  readonly assets: Assets
}

export function documentOf({ app, state, assets }: Parts): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Installed packages</title>
  <link rel="icon" href="/icon.svg">
  <link rel="stylesheet" href="${assets.style}">
  <script type="module" src="${assets.script}"></script>
</head>
<body>
<div id="root">${app}</div>
<script type="application/json" id="state">${state}</script>
</body>
</html>
`
}

/** The page of no address: what the service worker keeps, to be filled from the browser's own store. */
export function shellOf(assets: Assets): string {
  return documentOf({ app: '', state: '', assets })
}
