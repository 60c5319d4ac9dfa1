import type { MutateOptions } from '../engine/mutate-options.ts'

/** Changes the data of the hook's key. Keeps its identity for the life of the component. */
export interface BoundMutate<Data> {
  /** Fetches anew; resolves with the data. */
  (): Promise<Data | undefined>
  /** Resolves with what the change gave. `false` as options: without a fetch afterwards. */
  <Result = Data>(
    change: Data | Promise<Result> | ((committed: Data | undefined) => Result | Promise<Result>) | undefined,
    options?: MutateOptions<Data, Result> | boolean,
  ): Promise<Result | undefined>
}
