import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { listFiles } from '../../report/installed/measure.ts'
import type { FileTypeSize } from '../api-types.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'JavaScript',
  '.mjs': 'JavaScript',
  '.cjs': 'JavaScript',
  '.ts': 'TypeScript',
  '.mts': 'TypeScript',
  '.cts': 'TypeScript',
  '.tsx': 'TypeScript',
  '.map': 'source maps',
  '.md': 'documentation',
  '.txt': 'documentation',
  '.json': 'JSON',
  '.node': 'binaries',
  '.wasm': 'binaries',
  '': 'binaries',
}

/** Adds up the bytes per file type. The largest type comes first. */
export async function measureFileTypes(folder: string): Promise<FileTypeSize[]> {
  const sizes = new Map<string, number>()
  for await (const file of listFiles(folder)) {
    const type = TYPES[extname(file)] ?? 'other'
    sizes.set(type, (sizes.get(type) ?? 0) + (await stat(file)).size)
  }
  return [...sizes].map(([type, bytes]) => ({ type, bytes })).sort((a, b) => b.bytes - a.bytes)
}
