import { CachettaHydration } from 'cachetta/react'
import { dehydrate, prefetch } from 'cachetta/ssr'
import { Suspense } from 'react'
import { cache, listQuestions, readTalk } from '../../../server/talks.ts'
import { Questions } from './questions.tsx'
import { TalkCard } from './talk-card.tsx'

/** Renders the page for each request. The slow data comes from the cache. */
export const dynamic = 'force-dynamic'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const scope = cache.scope()
  await prefetch(scope, ['talk', id], () => readTalk(id))
  return (
    <CachettaHydration state={dehydrate(scope)}>
      <TalkCard id={id} />
      <Suspense fallback={<p>Loading questions …</p>}>
        <CachettaHydration state={loadQuestions(id)}>
          <Questions id={id} />
        </CachettaHydration>
      </Suspense>
    </CachettaHydration>
  )
}

/** The page does not await it. The server sends the fallback first, and the questions later in the same response. */
async function loadQuestions(id: string): Promise<string> {
  const scope = cache.scope()
  await prefetch(scope, ['questions', id], () => listQuestions(id))
  return dehydrate(scope)
}
