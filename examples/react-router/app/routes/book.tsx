import { CachettaHydration, useCachetta, useCachettaMutation } from 'cachetta/react'
import { dehydrate, prefetch } from 'cachetta/ssr'
import { Suspense } from 'react'
import type { LoaderFunctionArgs } from 'react-router'
import { useLoaderData } from 'react-router'
import type { Book } from '../books.server.ts'
import { cache, readBook, readReview } from '../books.server.ts'
import { getJson } from '../get-json.ts'

export async function loader({ params: { id = '' } }: LoaderFunctionArgs) {
  const scope = cache.scope()
  await prefetch(scope, ['book', id], () => readBook(id))
  return { id, state: dehydrate(scope), review: loadReview(id) }
}

/** The loader does not await it. The server sends the fallback first, and the review later in the same response. */
async function loadReview(id: string): Promise<string> {
  const scope = cache.scope()
  await prefetch(scope, ['review', id], () => readReview(id))
  return dehydrate(scope)
}

export default function BookPage() {
  const { id, state, review } = useLoaderData<typeof loader>()
  return (
    <CachettaHydration state={state}>
      <BookCard id={id} />
      <Suspense fallback={<p>Loading the review …</p>} key={id}>
        <CachettaHydration state={review}>
          <Review id={id} />
        </CachettaHydration>
      </Suspense>
    </CachettaHydration>
  )
}

function BookCard({ id }: { id: string }) {
  const { data: book } = useCachetta(['book', id], () => getJson<Book | null>(`/api/books/${id}`))
  const { trigger, isMutating } = useCachettaMutation(
    ['book', id],
    () => getJson<Book>(`/api/books/${id}`, { method: 'POST' }),
    { populateCache: true, revalidate: false },
  )
  if (!book) return <p>Book not found.</p>
  return (
    <article>
      <h1>{book.title}</h1>
      <p>by {book.author}</p>
      <button type="button" disabled={book.isBorrowed || isMutating} onClick={() => trigger()}>
        {book.isBorrowed ? 'Borrowed' : 'Borrow'}
      </button>
    </article>
  )
}

function Review({ id }: { id: string }) {
  const { data: review } = useCachetta(['review', id], () => getJson<string>(`/api/books/${id}/review`))
  return <blockquote>{review}</blockquote>
}
