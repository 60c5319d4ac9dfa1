import type { Work } from '../../sync-or-async.ts'
import { step } from '../../sync-or-async.ts'

/** From this length on, the steps to convert a text take long enough that other work must run between them. */
const longText = 2 ** 20

/** Before the next step with a long text, lets other work of the process run. Does nothing in a synchronous call. */
export function* yieldToLoop({ length }: { readonly length: number }): Work<void> {
  if (length < longText) return
  yield* step(
    () => undefined,
    () => new Promise<void>((resolve) => void setImmediate(resolve)),
  )
}
