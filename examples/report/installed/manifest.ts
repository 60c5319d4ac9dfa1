import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The content of a package.json. Anyone can write anything into it, so every field is checked when it is read. */
export type Manifest = Readonly<Record<string, unknown>>

/** Reads the package.json in `folder`. Returns `null` if there is none, and an empty manifest if it is not a JSON object. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null)
  return text === null ? null : parseManifest(text)
}

/** The names under a field like `dependencies`. */
export function listNames(manifest: Manifest, field: string): string[] {
  const names = manifest[field]
  return isObject(names) ? Object.keys(names) : []
}

/** The text under `field`. `null` if it is missing, empty or not a string. */
export function readText(manifest: Manifest, field: string): string | null {
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
