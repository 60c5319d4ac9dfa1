// A network between a program and a server on this machine: `node delay.mjs <port of the server>`. It prints its own port. What either
// side sends arrives 0.25 ms later, so a trip takes 0.5 ms more. Timers are too coarse for that, so this process looks at the clock in
// a loop while something is on its way.
import { connect, createServer } from 'node:net'

const DELAY_NS = 250_000n
const onWay = []

const server = createServer({ noDelay: true }, (client) => {
  const upstream = connect({ port: Number(process.argv[2]), host: '127.0.0.1', noDelay: true })
  forward(client, upstream)
  forward(upstream, client)
}).listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))

function forward(from, to) {
  from.on('error', () => {})
  from.on('close', () => to.destroy())
  from.on('data', (data) => {
    onWay.push({ to, data, at: process.hrtime.bigint() + DELAY_NS })
    if (onWay.length === 1) setImmediate(deliver)
  })
}

function deliver() {
  while (onWay.length > 0 && onWay[0].at <= process.hrtime.bigint()) {
    const { to, data } = onWay.shift()
    to.write(data)
  }
  if (onWay.length > 0) setImmediate(deliver)
}
