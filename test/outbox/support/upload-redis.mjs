// A process with an outbox over Redis: `node upload-redis.mjs <Redis> <address of the server> <name of the outbox> <names …>`. It adds
// the names, sends what is there, and ends.
import process from 'node:process'
import { Cachetta } from 'cachetta'
import { createOutbox } from 'cachetta/outbox'
import { redisStore } from 'cachetta/redis'
import { createClient } from 'redis'

const [redis, url, group, ...names] = process.argv.slice(2)

const client = createClient({ url: redis })
client.on('error', () => {})
await client.connect()
const mutations = {
  upload: {
    send: async (name, { id, signal }) => {
      const response = await fetch(url, { method: 'POST', body: name, headers: { 'idempotency-key': id }, signal })
      if (!response.ok) throw Object.assign(new Error('refused'), { status: response.status })
    },
  },
}
const outbox = createOutbox(new Cachetta({ path: 'uploads', store: redisStore({ client }) }), mutations, {
  name: group,
})

outbox.subscribe(() => console.log(`has ${outbox.entries().length}`))
for (const name of names) outbox.upload(name).catch(() => {})
await outbox.flush()
await outbox.close()
console.log('done')
client.destroy()
