import type { Boundary } from './boundary.ts'
import { readData, recordOf, setState } from './boundary.ts'
import { takePreload } from './preload.ts'

/** Makes the fetcher of an entry. It takes the result of `preload`, and keeps the flags in `cache` up to date. */
export function createFetcher(boundary: Boundary, id: string, fetcher: () => unknown): () => Promise<unknown> {
  return async () => {
    const record = recordOf(boundary, id)
    record.isSet = false
    const isFirst = readData(boundary, id) === undefined
    setState(boundary, id, { isValidating: true, ...(isFirst && { isLoading: true }) })
    try {
      const data = await takePreload(id, fetcher)
      setState(boundary, id, { error: undefined })
      return data
    } catch (error) {
      setState(boundary, id, { error })
      throw error
    } finally {
      record.fetchedAt = Date.now()
      setState(boundary, id, { isValidating: false, isLoading: false })
    }
  }
}
