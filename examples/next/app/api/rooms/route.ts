import { randomUUID } from 'node:crypto'

/** Computed once for all instances. */
export const dynamic = 'force-static'

export const GET = () => Response.json({ computed: randomUUID() })
