import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The files that Vite built for the browser, and the URLs of the script and the style sheet. */
export interface Assets {
  readonly folder: string
  readonly script: string
  readonly style: string
}

export async function readAssets(folder: string): Promise<Assets> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, '.vite', 'manifest.json'), 'utf8'))
  const built = manifest as Readonly<Record<string, { readonly file: string }>> // the format of Vite's manifest
  const getUrl = (source: string) => `/${built[source]?.file}`
  return { folder, script: getUrl('app/browser.tsx'), style: getUrl('app/style.css') }
}
