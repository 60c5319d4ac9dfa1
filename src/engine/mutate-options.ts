/** How `mutate` changes an entry; `Result` is what the change resolves with, where that is not the value itself. */
export interface MutateOptions<Data = unknown, Result = Data> {
  /** Shown until the change is there; a function gets the data committed last and the data shown. */
  readonly optimisticData?: Data | ((committed: Data | undefined, shown: Data | undefined) => Data) | undefined
  /** Show the committed data again when the change fails; a function decides by the error. @default true */
  readonly rollbackOnError?: boolean | ((error: unknown) => boolean) | undefined
  /** Keep what the change resolves with; a function makes the data of it. @default true */
  readonly populateCache?: boolean | ((result: Result, committed: Data | undefined) => Data) | undefined
  /** Compute anew afterwards, where the entry is shown; a function decides by the data and the key. @default true */
  readonly revalidate?: boolean | ((data: Data | undefined, key: unknown) => boolean) | undefined
  /** `false`: an error of the change is swallowed. @default true */
  readonly throwOnError?: boolean | undefined
}
