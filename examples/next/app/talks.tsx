'use client'

import { useCachetta } from 'cachetta/react'
import Link from 'next/link'
import type { Talk } from '../server/talks.ts'
import { getJson } from './get-json.ts'

/** Shows the prefetched data. Fetches again when it is older than the provider's `duration`. */
export function Talks() {
  const { data: talks, source } = useCachetta('talks', () => getJson<Talk[]>('/api/talks'))
  return (
    <ul data-source={source}>
      {talks?.map(({ id, title, speaker }) => (
        <li key={id}>
          <Link href={`/talks/${id}`}>{title}</Link> by {speaker}
        </li>
      ))}
    </ul>
  )
}
