// A service with four workers over one cache directory: `node main.mjs <directory>`. The workers share one port. Each also listens
// on a port of its own, so that a request can choose its worker. A worker that dies is replaced. SIGTERM ends the service.
import cluster from 'node:cluster'
import process from 'node:process'

const workers = 4

/** Starts a worker, and another one in its place if it dies. Prints its ports when it listens. */
function startWorker() {
  const worker = cluster.fork()
  worker.on('message', (ports) =>
    process.stdout.write(`worker ${JSON.stringify({ pid: worker.process.pid, ...ports })}\n`),
  )
}

if (cluster.isPrimary) {
  cluster.setupPrimary({ exec: new URL('worker.mjs', import.meta.url).pathname, args: process.argv.slice(2) })
  let isStopping = false
  cluster.on('exit', (_worker, code, signal) => {
    if (isStopping) process.stdout.write(`stopped ${signal ?? code}\n`)
    else startWorker()
  })
  for (let index = 0; index < workers; index += 1) startWorker()
  process.on('SIGTERM', () => {
    isStopping = true
    for (const worker of Object.values(cluster.workers ?? {})) worker?.send('stop')
  })
}
