import type { Cachetta } from 'cachetta'
import { peek } from 'cachetta'
import { prefetch } from 'cachetta/ssr'
import type { Note, Package, PackageList, Visitor } from '../answers.ts'
import { favouritesKey } from '../app/queries/favourites.ts'
import { meKey } from '../app/queries/me.ts'
import { notesKey } from '../app/queries/notes.ts'
import { packageKey, packageOptions } from '../app/queries/package.ts'
import { packagesKey, packagesOptions } from '../app/queries/packages.ts'
import type { Analysis } from './analysis.ts'
import type { Records } from './database.ts'

/** What one request may be answered with. Whatever was asked for is in its scope, where a page finds it. */
export interface Answers {
  readonly scope: Cachetta
  packages(search: string, from: number): Promise<PackageList | undefined>
  package(id: string): Promise<Package | undefined>
  notes(packageId: string): Promise<readonly Note[] | undefined>
  favourites(): Promise<readonly string[] | undefined>
  me(): Promise<Visitor | undefined>
}

/** What answers are made of. */
export interface Sources {
  /** The cache of all requests: files that every visitor's pages are made of. */
  readonly pages: Cachetta
  readonly analysis: Analysis
  readonly records: Records
}

// The one thing to get right on a server: what is the same for all may lie on the disk that all share, and what is one
// visitor's own, or changes with each note, never does.
//
//     public     scope ── file ── computed once, for everybody
//     private    scope ── database, for this request

export function answersFor({ pages, analysis, records }: Sources, visitor: Visitor): Answers {
  const scope = pages.scope()
  const answer = async <Answer>(key: unknown, compute: () => Answer | Promise<Answer>, options: object) => {
    await prefetch(scope, key, compute, options)
    return peek<Answer>(scope, key)
  }
  const inMemory = { persist: false }
  return {
    scope,
    packages: (search, from) =>
      answer(packagesKey(search, from), () => analysis.list(search, from), search === '' ? packagesOptions : inMemory),
    package: (id) => answer(packageKey(id), () => analysis.package(id), packageOptions),
    notes: (packageId) => answer(notesKey(packageId), () => records.notesOn(packageId), inMemory),
    favourites: () => answer(favouritesKey(visitor.id), () => records.favouritesOf(visitor.id), inMemory),
    me: () => answer(meKey, () => visitor, inMemory),
  }
}
