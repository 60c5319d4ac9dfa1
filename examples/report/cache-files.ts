import { open } from 'node:fs/promises'
import type { Cachetta } from 'cachetta'

/** The files that the cache wrote to disk. */
export interface CacheFiles {
  readonly dir: string
  readonly files: number
  readonly bytes: number
  /** The smallest entry: its path and the start of its text. */
  readonly example: { readonly path: string; readonly head: string } | null
}

const EXAMPLE_BYTES = 600

/** Lists the entries without reading their values. Opens only the file of the example, like `head -c`. */
export async function findCacheFiles(cache: Cachetta, dir: string): Promise<CacheFiles> {
  let [files, bytes] = [0, 0]
  let smallest: { path: string; size: number } | null = null
  for await (const { path, size } of cache.entries()) {
    files += 1
    bytes += size
    if (smallest === null || size < smallest.size) smallest = { path, size }
  }
  return { dir, files, bytes, example: smallest && { path: smallest.path, head: await readHead(smallest.path) } }
}

async function readHead(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(EXAMPLE_BYTES), 0, EXAMPLE_BYTES, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
