import { listTalks } from '../../../server/talks.ts'

export const GET = async () => Response.json(await listTalks())
