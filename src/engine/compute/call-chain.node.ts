import { AsyncLocalStorage } from 'node:async_hooks'
import type { CallChain, Computation } from './call-chain.ts'

const storage = new AsyncLocalStorage<Computation>()

export const callChain: CallChain | undefined = {
  current: () => storage.getStore(),
  run: (computation, task) => storage.run(computation, task),
}
