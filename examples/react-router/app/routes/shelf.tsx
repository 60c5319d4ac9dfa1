import { CachettaHydration, useCachetta } from 'cachetta/react'
import { dehydrate, prefetch } from 'cachetta/ssr'
import { Link, useLoaderData } from 'react-router'
import type { Book } from '../books.server.ts'
import { cache, listBooks } from '../books.server.ts'
import { getJson } from '../get-json.ts'

export const meta = () => [{ title: 'Books' }]

export async function loader() {
  const scope = cache.scope()
  await prefetch(scope, 'books', listBooks)
  return { state: dehydrate(scope) }
}

export default function Shelf() {
  const { state } = useLoaderData<typeof loader>()
  return (
    <CachettaHydration state={state}>
      <h1>Books</h1>
      <Books />
    </CachettaHydration>
  )
}

/** Shows the prefetched data. Fetches again when it is older than the provider's `duration`. */
function Books() {
  const { data: books, source } = useCachetta('books', () => getJson<Book[]>('/api/books'))
  return (
    <ul data-source={source}>
      {books?.map(({ id, title, author }) => (
        <li key={id}>
          <Link to={`/books/${id}`}>{title}</Link> by {author}
        </li>
      ))}
    </ul>
  )
}
