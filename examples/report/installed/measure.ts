import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

export interface Measurement {
  readonly files: number
  readonly bytes: number
  /** Sum of the gzip sizes of the files. Each file is compressed separately, at gzip's default level. */
  readonly gzipBytes: number
}

/** Counts and compresses the files of one package. Calls `onBytes` for every chunk that it reads. */
export async function measureFolder(folder: string, onBytes: (count: number) => void = () => {}): Promise<Measurement> {
  let [files, bytes, gzipBytes] = [0, 0, 0]
  for await (const file of listFiles(folder)) {
    files += 1
    bytes += (await stat(file)).size
    gzipBytes += await measureGzip(file, onBytes)
  }
  return { files, bytes, gzipBytes }
}

/** Lists regular files only. The target of a link is counted in its own folder. */
export async function* listFiles(folder: string, depth = 0): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isFile()) yield path
    else if (entry.isDirectory() && !isSkipped(entry.name, depth)) yield* listFiles(path, depth + 1)
  }
}

/** The `node_modules` at the top holds other packages. A deeper one, for example in test fixtures, belongs to this package. */
function isSkipped(name: string, depth: number): boolean {
  return depth === 0 && (name === 'node_modules' || name === '.git')
}

async function measureGzip(file: string, onBytes: (count: number) => void): Promise<number> {
  let size = 0
  const source = createReadStream(file)
  source.on('data', (chunk) => onBytes(chunk.length))
  await pipeline(source, createGzip(), async (compressed: AsyncIterable<Buffer>) => {
    for await (const chunk of compressed) size += chunk.length
  })
  return size
}
