import type { FetcherContext } from 'cachetta/react'
import type { SourceFile } from '../../api-types.ts'
import { getJson } from '../api.ts'
import { createSourcePath } from '../routes.ts'

type Key = readonly ['source', path: string]

/** A file of this example. A server that renders a page has `null` if there is no such file; the API answers with the status 404. */
export const sourceKey = (path: string): Key => ['source', path]

export function fetchSource([, path]: Key, { signal }: FetcherContext): Promise<SourceFile | null> {
  return getJson(`/api${createSourcePath(path)}`, signal)
}
