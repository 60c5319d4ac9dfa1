import { CachettaHydration } from 'cachetta/react'
import { dehydrate, prefetch } from 'cachetta/ssr'
import { cache, listTalks } from '../server/talks.ts'
import { Talks } from './talks.tsx'

/** Renders the page for each request. The slow data comes from the cache. */
export const dynamic = 'force-dynamic'

export default async function Page() {
  const scope = cache.scope()
  await prefetch(scope, 'talks', listTalks)
  return (
    <CachettaHydration state={dehydrate(scope)}>
      <h1>Talks</h1>
      <Talks />
    </CachettaHydration>
  )
}
