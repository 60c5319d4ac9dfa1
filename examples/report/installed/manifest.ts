import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a package.json says, as far as the report asks. Anyone may have written it, so nothing in it is taken on trust. */
export type Manifest = Readonly<Record<string, unknown>>

/** Reads the package.json in `folder`; `null` where there is none, an empty manifest where it is not a JSON object. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null)
  return text === null ? null : parseManifest(text)
}

/** The names under `field`, such as `dependencies`. */
export function namesIn(manifest: Manifest, field: string): string[] {
  const names = manifest[field]
  return isObject(names) ? Object.keys(names) : []
}

/** The text under `field`; `null` where it is missing, empty or no text. */
export function textIn(manifest: Manifest, field: string): string | null {
  const text = manifest[field]
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null
}

export function isObject(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseManifest(text: string): Manifest {
  try {
    const manifest: unknown = JSON.parse(text)
    return isObject(manifest) ? manifest : {}
  } catch {
    return {}
  }
}
