import type { Cachetta } from 'cachetta'
import { peek } from 'cachetta'
import { prefetch } from 'cachetta/ssr'
import type { Note, Package, PackageList, Visitor } from '../answers.ts'
import { favouritesKey } from '../app/queries/favourites.ts'
import { meKey } from '../app/queries/me.ts'
import { notesKey } from '../app/queries/notes.ts'
import { packageKey, packageOptions } from '../app/queries/package.ts'
import { packagesKey, packagesOptions } from '../app/queries/packages.ts'
import type { Activity } from './activity.ts'
import type { Analysis } from './analysis.ts'
import type { Records } from './database.ts'

/** What one request may be answered with. Whatever was asked for is in its scope, where a page finds it. */
export interface Answers {
  readonly scope: Cachetta
  packages(search: string, from: number): Promise<PackageList | undefined>
  isInstalled(id: string): Promise<boolean>
  package(id: string): Promise<Package | undefined>
  notes(packageId: string): Promise<readonly Note[] | undefined>
  favourites(): Promise<readonly string[] | undefined>
  me(): Promise<Visitor | undefined>
}

/** What answers are made of. */
export interface Sources {
  /** The cache of all requests. What a visitor's own is, its store does not keep (`public-store.ts`). */
  readonly pages: Cachetta
  readonly analysis: Analysis
  readonly records: Records
  readonly activity: Activity
}

//     packages, package        scope ── file, for all visitors ── computed once
//     notes, favourites, me    scope ── database, with each request

export function answersFor({ pages, activity, analysis, records }: Sources, visitor: Visitor): Answers {
  const scope = pages.scope()
  const answer = async <Answer>(key: unknown, compute: () => Answer | Promise<Answer>, options = {}) => {
    await prefetch(scope, key, compute, options)
    return peek<Answer>(scope, key)
  }
  return {
    scope,
    packages: (search, from) => answer(packagesKey(search, from), () => analysis.list(search, from), packagesOptions),
    isInstalled: (id) => analysis.has(id),
    async package(id) {
      let isComputed = false
      const compute = () => {
        isComputed = true
        return analysis.package(id)
      }
      const found = await answer(packageKey(id), compute, packageOptions)
      if (found)
        activity.tell({
          kind: isComputed ? 'computed' : 'disk',
          text: toldOf(found, visitor, isComputed),
          packageId: id,
        })
      return found
    },
    notes: (packageId) => answer(notesKey(packageId), () => records.notesOn(packageId)),
    favourites: () => answer(favouritesKey(visitor.id), () => records.favouritesOf(visitor.id)),
    me: () => answer(meKey, () => visitor),
  }
}

function toldOf({ computedIn, id }: Package, { name }: Visitor, isComputed: boolean): string {
  return isComputed ? `${id}, computed for ${name} in ${Math.round(computedIn)} ms` : `${id}, from disk for ${name}`
}
