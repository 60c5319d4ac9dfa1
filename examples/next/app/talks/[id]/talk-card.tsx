'use client'

import { useCachetta, useCachettaMutation } from 'cachetta/react'
import type { Talk } from '../../../server/talks.ts'
import { getJson } from '../../get-json.ts'

export function TalkCard({ id }: { id: string }) {
  const { data: talk } = useCachetta(['talk', id], () => getJson<Talk | null>(`/api/talks/${id}`))
  const { trigger, isMutating } = useCachettaMutation(
    ['talk', id],
    () => getJson<Talk>(`/api/talks/${id}/votes`, { method: 'POST' }),
    { populateCache: true, revalidate: false },
  )
  if (!talk) return <p>Talk not found.</p>
  return (
    <article>
      <h1>{talk.title}</h1>
      <p>by {talk.speaker}</p>
      <button type="button" disabled={isMutating} onClick={() => trigger()}>
        Votes: {talk.votes}
      </button>
    </article>
  )
}
