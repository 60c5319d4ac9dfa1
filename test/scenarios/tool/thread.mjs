// A thread that computes an entry without end.
import { parentPort, workerData } from 'node:worker_threads'
import { Cachetta } from 'cachetta'

const compute = new Cachetta({ path: workerData })(() => {
  parentPort?.postMessage('computes')
  return new Promise((resolve) => setTimeout(resolve, 600_000))
})
await compute()
