import type { LoaderFunctionArgs } from 'react-router'
import { readReview } from '../books.server.ts'

export const loader = async ({ params: { id = '' } }: LoaderFunctionArgs) => Response.json(await readReview(id))
