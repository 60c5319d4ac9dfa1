import { fileURLToPath } from 'node:url'

/** Returns the path of a `file:` URL, with its escaped characters decoded. On Windows the path has a drive and backslashes. */
export function fileUrlToPath(href: string): string {
  // Bun's `fileURLToPath` accepts an escape that stands for no character, which this refuses.
  decodeURIComponent(new URL(href).pathname)
  return fileURLToPath(href)
}
