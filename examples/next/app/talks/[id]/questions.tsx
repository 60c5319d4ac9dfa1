'use client'

import { useCachetta } from 'cachetta/react'
import { getJson } from '../../get-json.ts'

export function Questions({ id }: { id: string }) {
  const { data: questions } = useCachetta(['questions', id], () => getJson<string[]>(`/api/talks/${id}/questions`))
  return (
    <ul>
      {questions?.map((question) => (
        <li key={question}>{question}</li>
      ))}
    </ul>
  )
}
