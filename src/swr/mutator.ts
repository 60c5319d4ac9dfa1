// The types of `mutate` and `unload`.

import type { Arguments, Loose } from './key.ts'

/** Makes the data from the data before. */
export type MutatorCallback<Data = Loose> = (currentData?: Data) => Promise<undefined | Data> | undefined | Data

/** How `mutate` changes an entry. */
export interface MutatorOptions<Data = Loose, MutationData = Data> {
  /** Fetches the entry afterwards. A function decides by the data and the key. @default true */
  revalidate?: boolean | ((data: Data, key: Arguments) => boolean) | undefined
  /** Keeps the result as the data. A function makes the data from the result. @default true */
  populateCache?: boolean | ((result: MutationData, currentData: Data | undefined) => Data) | undefined
  /** Shown until the change has ended. */
  optimisticData?: Data | ((currentData: Data | undefined, displayedData: Data | undefined) => Data) | undefined
  /** Shows the data before again if the change fails. A function decides by the error. @default true */
  rollbackOnError?: boolean | ((error: unknown) => boolean) | undefined
  /** Rejects if the change fails. @default true */
  throwOnError?: boolean | undefined
}

/** `mutate` of one cache. */
export interface ScopedMutator {
  /** Changes all entries whose key passes the filter. */
  <Data = Loose, MutationData = Data>(
    matcher: (key?: Arguments) => boolean,
    data?: MutationData | Promise<MutationData> | MutatorCallback<MutationData>,
    opts?: boolean | MutatorOptions<Data, MutationData>,
  ): Promise<(MutationData | undefined)[]>
  /** Changes the entry of a key. */
  <Data = Loose, MutationData = Data>(
    key: Arguments,
    data?: MutationData | Promise<MutationData> | MutatorCallback<MutationData>,
    opts?: boolean | MutatorOptions<Data, MutationData>,
  ): Promise<MutationData | undefined>
}

/** `mutate` of one hook: changes the entry of its key. */
export type KeyedMutator<Data> = <MutationData = Data>(
  data?: Data | Promise<Data | undefined> | MutatorCallback<Data>,
  opts?: boolean | MutatorOptions<Data, MutationData>,
) => Promise<Data | MutationData | undefined>

/** Options of `unload`. */
export interface UnloadOptions {
  /** Hooks that are mounted fetch again. @default true */
  revalidate?: boolean | undefined
}

/** Deletes all entries of a cache, in memory and in the store. */
export type Unloader = (options?: UnloadOptions) => Promise<void>
