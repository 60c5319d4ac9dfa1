import { listBooks } from '../books.server.ts'

export const loader = async () => Response.json(await listBooks())
