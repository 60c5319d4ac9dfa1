import type { Cachetta } from 'cachetta'
import { peek } from 'cachetta'
import { prefetch } from 'cachetta/ssr'
import type { Note, PackageDetails, PackagePage, SourceFile, Visitor } from '../api-types.ts'
import { favouritesKey } from '../app/queries/favourites.ts'
import { meKey } from '../app/queries/me.ts'
import { notesKey } from '../app/queries/notes.ts'
import { packageKey, packageOptions } from '../app/queries/package.ts'
import { packagesKey, packagesOptions } from '../app/queries/packages.ts'
import { sourceKey } from '../app/queries/source.ts'
import type { ActivityLog, NewEvent } from './activity-log.ts'
import type { Analyser } from './analyser.ts'
import type { Database } from './database.ts'
import type { RunningAnalyses } from './running-analyses.ts'
import type { SourceFiles } from './source-files.ts'

/**
 * Load the data of one request. Each loader uses the key that the page uses, and puts its data into the request's scope. So the
 * page finds the data when it renders. A loader resolves with `undefined` if it fails.
 */
export interface Loaders {
  readonly scope: Cachetta
  loadPackages(search: string, from: number): Promise<PackagePage | undefined>
  isInstalled(id: string): Promise<boolean>
  /** Calls `onCompute` if the package has to be computed, by this request or by one that runs already. */
  loadPackage(id: string, onCompute?: () => void): Promise<PackageDetails | undefined>
  loadNotes(packageId: string): Promise<readonly Note[] | undefined>
  loadFavourites(): Promise<readonly string[] | undefined>
  loadMe(): Promise<Visitor | undefined>
  /** `null`: the example has no such file. */
  loadSource(path: string): Promise<SourceFile | null | undefined>
}

/** The objects that all requests share. */
export interface Services {
  /** The shared cache. Its store keeps public entries only (`public-store.ts`). */
  readonly cache: Cachetta
  readonly analyser: Analyser
  readonly analyses: RunningAnalyses
  readonly database: Database
  readonly activityLog: ActivityLog
  readonly sourceFiles: SourceFiles
}

//     packages, package        scope → shared file → computed once
//     notes, favourites, me    scope → database, for each request
//     source                   scope → the file of the repository, for each request

export function createLoaders(services: Services, visitor: Visitor): Loaders {
  const { analyser, analyses, cache, database, sourceFiles } = services
  const scope = cache.scope()
  const load = async <Data>(key: unknown, fetchData: () => Data | Promise<Data>, options = {}) => {
    await prefetch(scope, key, fetchData, options)
    return peek<Data>(scope, key)
  }
  const reportAnswer = createReport(services, visitor)
  return {
    scope,
    loadPackages(search, from) {
      const listPackages = () => analyser.listPackages(search, from)
      return reportAnswer(null, listPackages, (list) => load(packagesKey(search, from), list, packagesOptions))
    },
    isInstalled: (id) => analyser.isInstalled(id),
    loadPackage(id, onCompute = () => {}) {
      if (analyses.list().some(({ packageId }) => packageId === id)) onCompute()
      const analysePackage = () => {
        onCompute()
        return analyses.run(id, visitor, (onProgress) => analyser.analysePackage(id, onProgress))
      }
      return reportAnswer(id, analysePackage, (analyse) => load(packageKey(id), analyse, packageOptions))
    },
    loadNotes: (packageId) => load(notesKey(packageId), () => database.listNotes(packageId)),
    loadFavourites: () => load(favouritesKey(visitor.id), () => database.listFavourites(visitor.id)),
    loadMe: () => load(meKey, () => visitor),
    loadSource: (path) => load(sourceKey(path), () => sourceFiles.read(path)),
  }
}

/** Returns a function that loads public data, and adds to the activity log how the server got it. */
function createReport({ activityLog, analyses }: Services, visitor: Visitor) {
  return async <Data>(
    packageId: string | null,
    compute: () => Promise<Data>,
    load: (compute: () => Promise<Data>) => Promise<Data | undefined>,
  ): Promise<Data | undefined> => {
    const start = performance.now()
    let isComputed = false
    const data = await load(() => {
      isComputed = true
      return compute()
    })
    if (data === undefined) return data
    const hasJoined = packageId !== null && analyses.hasEndedSince(packageId, start)
    const kind: NewEvent['kind'] = isComputed ? 'computed' : hasJoined ? 'joined' : 'disk'
    activityLog.add({ kind, packageId, visitor, ms: performance.now() - start })
    return data
  }
}
