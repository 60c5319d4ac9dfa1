// The store that all instances of the application share: Redis if there is one, else files.
import { fileStore } from 'cachetta'
import { redisStore } from 'cachetta/redis'
import { createClient } from 'redis'

const url = process.env['REDIS_URL']

export const store = url ? redisStore({ client: connect(url) }) : fileStore()

function connect(redisUrl) {
  const client = createClient({ url: redisUrl })
  client.on('error', () => {}) // it connects again by itself, and the application works without it meanwhile
  client.connect().catch(() => {})
  return client
}
