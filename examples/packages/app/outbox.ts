import type { Cachetta } from 'cachetta'
import type { OutboxEntry } from 'cachetta/outbox'
import { createOutbox } from 'cachetta/outbox'
import type { OutboxResult } from 'cachetta/react'
import { useOutbox } from 'cachetta/react'
import type { Context } from 'react'
import { createContext, useContext } from 'react'
import type { Connection } from './connection.ts'
import { addOrRemove, favouritesKey, sendFavourite } from './queries/favourites.ts'
import { addNote, notesKey, sendNote } from './queries/notes.ts'

// What a visitor writes. It waits in IndexedDB until the server has answered, and shows meanwhile. The id of an item is the same for
// each attempt, so the server recognises what it has already done.

export interface NewNote {
  readonly packageId: string
  readonly author: string
  readonly text: string
  readonly writtenAt: number
}

export interface FavouriteChange {
  readonly visitorId: string
  readonly packageId: string
  readonly isFavourite: boolean
}

/** Something that waits for the server, or that the server has refused. */
export type Change = Item & ({ readonly name: 'addNote'; readonly arg: NewNote } | NamedFavouriteChange)

interface NamedFavouriteChange {
  readonly name: 'setFavourite'
  readonly arg: FavouriteChange
}

interface Item {
  readonly id: string
  readonly status: OutboxEntry['status']
  /** In epoch milliseconds. */
  readonly addedAt: number
  /** The attempts since this page was loaded. */
  readonly attempts: number
  readonly error?: unknown
}

export interface AppOutbox {
  /** Resolves when the stored changes are known and shown. */
  readonly ready: Promise<void>
  addNote(note: NewNote): Promise<unknown>
  setFavourite(change: FavouriteChange): Promise<unknown>
  entries(): readonly Change[]
  subscribe(listener: () => void): () => void
  retry(id: string): Promise<void>
  discard(id: string): Promise<void>
}

/** Changes are sent while the server is online: one tab sends for all. */
export function createAppOutbox(cache: Cachetta, connection: Connection): AppOutbox {
  const mutations = {
    addNote: {
      send: sendNote,
      show: (note: NewNote, { id }: { readonly id: string }) => [
        [notesKey(note.packageId), (notes = []) => addNote(notes, { ...note, id })] as const,
      ],
    },
    setFavourite: {
      send: sendFavourite,
      show: ({ isFavourite, packageId, visitorId }: FavouriteChange) => [
        [
          favouritesKey(visitorId),
          (favourites: readonly string[] = []) => addOrRemove(favourites, packageId, isFavourite),
        ] as const,
      ],
    },
  }
  const host = { isOnline: connection.isOnline, initReconnect: connection.onReconnect }
  return createOutbox(cache, mutations, host) as AppOutbox // the names and arguments are those of `mutations`
}

const nothing = async (): Promise<void> => {}
const NO_CHANGES: readonly Change[] = []

/** A server renders pages before anybody has changed anything. */
const emptyOutbox: AppOutbox = {
  ready: nothing(),
  addNote: nothing,
  setFavourite: nothing,
  entries: () => NO_CHANGES,
  subscribe: () => () => {},
  retry: nothing,
  discard: nothing,
}

export const OutboxContext: Context<AppOutbox> = createContext(emptyOutbox)

export const useAppOutbox = (): AppOutbox => useContext(OutboxContext)

/** The changes that the server has not accepted yet. */
export function useChanges(): OutboxResult<Change> {
  return useOutbox(useAppOutbox())
}
