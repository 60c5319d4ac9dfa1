import type { Engine } from './engine.ts'
import { glance } from './glance.ts'
import type { Mutable } from './mutate.ts'
import { made, mutate, outdate } from './mutate.ts'

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

/**
 * What every `mutate` does with its arguments: with none it asks for a newer value, else it changes the entry and asks then.
 * A mutation that a later one has outrun leaves the asking to that one.
 */
export async function mutateBy(engine: Engine, question: Mutable, given: readonly unknown[]): Promise<unknown> {
  if (given.length === 0) return outdate(engine, question)
  const [change, second = {}] = given
  const options: MutateOptions = typeof second === 'boolean' ? { revalidate: second } : (second as MutateOptions)
  const { revalidate = true } = options
  try {
    return await mutate(engine, question, { ...options, change })
  } catch (error) {
    if (options.throwOnError !== false) throw error
    return undefined
  } finally {
    const isOutrun = engine.slots.get(question.id)?.mutation !== undefined
    if (!isOutrun && made(revalidate, glance(engine, question)?.entry.value, question.key)) {
      void outdate(engine, question)
    }
  }
}
