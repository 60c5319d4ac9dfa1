import type { Boundary } from './boundary.ts'
import { createStateSetter, readData, recordOf } from './boundary.ts'
import { defaultConfig } from './config.ts'
import type { FullConfiguration } from './configuration.ts'
import { takePreload } from './preload.ts'

/**
 * Makes the fetcher of an entry. It takes the result of `preload`, and keeps the flags in `cache` up to date. If `compare` of the
 * application says that nothing has changed, it returns the data before: other hooks must not see what this one ignores.
 */
export function createFetcher(
  boundary: Boundary,
  id: string,
  { compare }: Pick<FullConfiguration, 'compare'>,
  fetcher: () => unknown,
): () => Promise<unknown> {
  return async () => {
    const record = recordOf(boundary, id)
    const setState = createStateSetter(boundary, id)
    record.isSet = false
    const known: unknown = readData(boundary, id)
    const isFirst = known === undefined
    setState({ isValidating: true, ...(isFirst && { isLoading: true }) })
    try {
      const data = await takePreload(id, fetcher)
      record.fetched = data
      setState({ error: undefined })
      return compare !== defaultConfig.compare && !isFirst && compare(known, data) ? known : data
    } catch (error) {
      setState({ error })
      throw error
    } finally {
      record.fetchedAt = Date.now()
      setState({ isValidating: false, isLoading: false })
    }
  }
}
