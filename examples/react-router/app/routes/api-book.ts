import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router'
import { borrowBook, readBook } from '../books.server.ts'

export const loader = async ({ params: { id = '' } }: LoaderFunctionArgs) => Response.json(await readBook(id))

export const action = async ({ params: { id = '' } }: ActionFunctionArgs) => Response.json(await borrowBook(id))
