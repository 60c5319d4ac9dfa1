import { CachettaHydration } from 'cachetta/react'
import { dehydrate, prefetch } from 'cachetta/ssr'
import { Suspense } from 'react'
import { cache, listQuestions, readTalk } from '../../../server/talks.ts'
import { Questions } from './questions.tsx'
import { TalkCard } from './talk-card.tsx'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const request = cache.scope()
  await prefetch(request, ['talk', id], () => readTalk(id))
  return (
    <CachettaHydration state={dehydrate(request)}>
      <TalkCard id={id} />
      <Suspense fallback={<p>Asking for questions …</p>}>
        <CachettaHydration state={questionsOf(id)}>
          <Questions id={id} />
        </CachettaHydration>
      </Suspense>
    </CachettaHydration>
  )
}

/** Not awaited: the page goes out with the fallback, and the questions follow in the same response. */
async function questionsOf(id: string): Promise<string> {
  const request = cache.scope()
  await prefetch(request, ['questions', id], () => listQuestions(id))
  return dehydrate(request)
}
