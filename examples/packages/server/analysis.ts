import { Cachetta } from 'cachetta'
import { measureFolder } from '../../report/installed/measure.ts'
import type { Package, PackageList, PackageRow } from '../answers.ts'
import type { Item } from './catalogue.ts'
import { readCatalogue } from './catalogue.ts'
import { kindsIn } from './kinds.ts'
import { broughtBy, treeOf } from './tree.ts'

/** What there is to know of the packages of a project. Knows of no visitor and no page. */
export interface Analysis {
  list(search: string, from: number): Promise<PackageList>
  has(id: string): Promise<boolean>
  /** Rejects for a package that is not installed. */
  package(id: string): Promise<Package>
}

export class NotInstalled extends Error {
  override readonly name = 'NotInstalled'
}

const PAGE = 24

/** Looking through all folders takes a second or so: that is a cached function. */
export function createAnalysis(project: string, path: string): Analysis {
  const cache = new Cachetta({ path, duration: '1d', staleDuration: '7d', lruSize: 1 })
  const catalogueOf = cache(readCatalogue)
  const itemsById = async () => new Map((await catalogueOf(project)).items.map((item) => [item.id, item]))

  return {
    async list(search, from) {
      const { items } = await catalogueOf(project)
      const found = items.filter(({ name }) => name.includes(search))
      const next = from + PAGE
      return {
        rows: found.slice(from, next).map(rowOf),
        total: found.length,
        next: next < found.length ? next : null,
      }
    },
    has: async (id) => (await itemsById()).has(id),
    async package(id) {
      const items = await itemsById()
      const item = items.get(id)
      if (item === undefined) throw new NotInstalled(`${id} is not installed`)
      const start = performance.now()
      const { gzipBytes } = await measureFolder(item.folder)
      const kinds = await kindsIn(item.folder)
      return {
        ...rowOf(item),
        gzipBytes,
        kinds,
        tree: treeOf(item, items),
        brings: broughtBy(item, items),
        requiredBy: requirersOf(id, [...items.values()]),
        computedIn: performance.now() - start,
      }
    },
  }
}

/** Without what is nobody's business, such as where it lies on the server. */
function rowOf({ id, name, version, licence, files, bytes, requires }: Item): PackageRow {
  return { id, name, version, licence, files, bytes, requires }
}

function requirersOf(id: string, items: readonly Item[]): string[] {
  return items.filter(({ asksFor }) => asksFor.includes(id)).map((item) => item.id)
}
