import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { filesOf } from '../../report/installed/measure.ts'
import type { FileKind } from '../answers.ts'

const KINDS: Readonly<Record<string, string>> = {
  '.js': 'JavaScript',
  '.mjs': 'JavaScript',
  '.cjs': 'JavaScript',
  '.ts': 'types and sources',
  '.mts': 'types and sources',
  '.cts': 'types and sources',
  '.tsx': 'types and sources',
  '.map': 'source maps',
  '.md': 'documents',
  '.txt': 'documents',
  '.json': 'JSON',
  '.node': 'binaries',
  '.wasm': 'binaries',
  '': 'binaries',
}

/** What a folder's bytes are, the most first. */
export async function kindsIn(folder: string): Promise<FileKind[]> {
  const bytes = new Map<string, number>()
  for await (const file of filesOf(folder)) {
    const kind = KINDS[extname(file)] ?? 'other'
    bytes.set(kind, (bytes.get(kind) ?? 0) + (await stat(file)).size)
  }
  return [...bytes].map(([kind, size]) => ({ kind, bytes: size })).sort((a, b) => b.bytes - a.bytes)
}
