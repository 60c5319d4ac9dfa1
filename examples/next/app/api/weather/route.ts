import { randomUUID } from 'node:crypto'

export const dynamic = 'force-dynamic'

export const GET = () => new Response(randomUUID())
