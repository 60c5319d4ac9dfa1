import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where the browser finds what Vite has built. */
export interface Assets {
  readonly folder: string
  readonly script: string
  readonly style: string
}

export async function readAssets(folder: string): Promise<Assets> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, '.vite', 'manifest.json'), 'utf8'))
  const built = manifest as Readonly<Record<string, { readonly file: string }>> // Vite's own format
  const pathOf = (source: string) => `/${built[source]?.file}`
  return { folder, script: pathOf('app/browser.tsx'), style: pathOf('app/style.css') }
}
