import { onTestFinished } from 'vitest'
import { startServer } from '../../support/local-server.ts'

/** A server that keeps the first requests waiting. `received` and `answered` have the id and the text of each request. */
export async function startUploads(unanswered: number): Promise<{
  readonly received: readonly string[]
  readonly answered: readonly string[]
  readonly url: string
}> {
  const received: string[] = []
  const answered: string[] = []
  const server = await startServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const line = `${request.headers['idempotency-key']} ${Buffer.concat(parts)}`
    received.push(line)
    if (received.length <= unanswered) return
    answered.push(line)
    response.end()
  })
  onTestFinished(() => server.stop())
  return { received, answered, url: server.url }
}
