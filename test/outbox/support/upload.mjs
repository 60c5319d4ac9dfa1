// A process with an outbox over files: `node upload.mjs <directory> <address of the server> <names …>`. It adds the names, sends what is
// there, and ends. It prints how many items it has, each of which is stored.
import { join } from 'node:path'
import { Cachetta } from 'cachetta'
import { createOutbox } from 'cachetta/outbox'

const [directory, url, ...names] = process.argv.slice(2)

const outbox = createOutbox(new Cachetta({ path: join(directory, 'uploads') }), {
  upload: {
    send: async (name, { id, signal }) => {
      const response = await fetch(url, { method: 'POST', body: name, headers: { 'idempotency-key': id }, signal })
      if (!response.ok) throw Object.assign(new Error('refused'), { status: response.status })
    },
  },
})

outbox.subscribe(() => console.log(`has ${outbox.entries().length}`))
for (const name of names) outbox.upload(name).catch(() => {})
await outbox.flush()
await outbox.close()
console.log('done')
