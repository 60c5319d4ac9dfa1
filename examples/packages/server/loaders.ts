import type { Cachetta } from 'cachetta'
import { peek } from 'cachetta'
import { prefetch } from 'cachetta/ssr'
import type { Note, PackageDetails, PackagePage, Visitor } from '../api-types.ts'
import { favouritesKey } from '../app/queries/favourites.ts'
import { meKey } from '../app/queries/me.ts'
import { notesKey } from '../app/queries/notes.ts'
import { packageKey, packageOptions } from '../app/queries/package.ts'
import { packagesKey, packagesOptions } from '../app/queries/packages.ts'
import type { ActivityLog } from './activity-log.ts'
import type { Analyser } from './analyser.ts'
import type { Database } from './database.ts'

/**
 * Load the data of one request. Each loader uses the key that the page uses, and puts its data into the request's scope. So the
 * page finds the data when it renders. A loader resolves with `undefined` if it fails.
 */
export interface Loaders {
  readonly scope: Cachetta
  loadPackages(search: string, from: number): Promise<PackagePage | undefined>
  isInstalled(id: string): Promise<boolean>
  loadPackage(id: string): Promise<PackageDetails | undefined>
  loadNotes(packageId: string): Promise<readonly Note[] | undefined>
  loadFavourites(): Promise<readonly string[] | undefined>
  loadMe(): Promise<Visitor | undefined>
}

/** The objects that all requests share. */
export interface Services {
  /** The shared cache. Its store keeps public entries only (`public-store.ts`). */
  readonly cache: Cachetta
  readonly analyser: Analyser
  readonly database: Database
  readonly activityLog: ActivityLog
}

//     packages, package        scope → shared file → computed once
//     notes, favourites, me    scope → database, for each request

export function createLoaders({ cache, activityLog, analyser, database }: Services, visitor: Visitor): Loaders {
  const scope = cache.scope()
  const load = async <Data>(key: unknown, fetchData: () => Data | Promise<Data>, options = {}) => {
    await prefetch(scope, key, fetchData, options)
    return peek<Data>(scope, key)
  }
  return {
    scope,
    loadPackages: (search, from) =>
      load(packagesKey(search, from), () => analyser.listPackages(search, from), packagesOptions),
    isInstalled: (id) => analyser.isInstalled(id),
    async loadPackage(id) {
      let isComputed = false
      const analyse = () => {
        isComputed = true
        return analyser.analysePackage(id)
      }
      const details = await load(packageKey(id), analyse, packageOptions)
      if (details) {
        const text = describe(details, visitor, isComputed)
        activityLog.add({ kind: isComputed ? 'computed' : 'disk', text, packageId: id })
      }
      return details
    },
    loadNotes: (packageId) => load(notesKey(packageId), () => database.listNotes(packageId)),
    loadFavourites: () => load(favouritesKey(visitor.id), () => database.listFavourites(visitor.id)),
    loadMe: () => load(meKey, () => visitor),
  }
}

function describe({ analysisMs, id }: PackageDetails, { name }: Visitor, isComputed: boolean): string {
  return isComputed ? `${id} analysed for ${name} in ${Math.round(analysisMs)} ms` : `${id} read from disk for ${name}`
}
