import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

export interface Measurement {
  readonly files: number
  readonly bytes: number
  /** Sum of the files' sizes, each compressed by itself at gzip's default level. */
  readonly gzipBytes: number
}

/** Counts and compresses a package's own files. `onBytes` hears of every chunk that was read. */
export async function measureFolder(folder: string, onBytes: (count: number) => void = () => {}): Promise<Measurement> {
  let [files, bytes, gzipBytes] = [0, 0, 0]
  for await (const file of filesOf(folder)) {
    files += 1
    bytes += (await stat(file)).size
    gzipBytes += await gzipSize(file, onBytes)
  }
  return { files, bytes, gzipBytes }
}

/** Regular files only: a link's target is counted where it lies. */
export async function* filesOf(folder: string, depth = 0): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isFile()) yield path
    else if (entry.isDirectory() && !isForeign(entry.name, depth)) yield* filesOf(path, depth + 1)
  }
}

/** A package's own node_modules holds other packages; one that lies deeper, in a test's fixtures, is the package's own. */
function isForeign(name: string, depth: number): boolean {
  return depth === 0 && (name === 'node_modules' || name === '.git')
}

async function gzipSize(file: string, onBytes: (count: number) => void): Promise<number> {
  let size = 0
  const source = createReadStream(file)
  source.on('data', (chunk) => onBytes(chunk.length))
  await pipeline(source, createGzip(), async (compressed: AsyncIterable<Buffer>) => {
    for await (const chunk of compressed) size += chunk.length
  })
  return size
}
