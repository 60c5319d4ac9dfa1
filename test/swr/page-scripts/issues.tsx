// The list of SWR's documentation on pagination: it loads more, it can be refreshed, and it knows its end.
import useSWR, { useSWRConfig } from 'cachetta/swr'
import useSWRInfinite from 'cachetta/swr/infinite'
import useSWRMutation from 'cachetta/swr/mutation'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'

interface Issue {
  readonly id: number
  readonly title: string
}

const PAGE_SIZE = 2

const fetchJson = (url: string) => fetch(url).then((response) => response.json())

const createIssue = (url: string, { arg }: { arg: string }) =>
  fetch(url, { method: 'POST', body: arg }).then((response) => response.json())

function Issues({ repository }: { repository: string }) {
  const url = `/api/issues/${repository}`
  const { data, isLoading, mutate, setSize, size } = useSWRInfinite<Issue[]>(
    (index) => `${url}?page=${index}&size=${PAGE_SIZE}`,
    fetchJson,
  )
  const { trigger } = useSWRMutation(url, createIssue)
  const isAtEnd = data !== undefined && (data.at(-1)?.length ?? 0) < PAGE_SIZE
  const add = async () => {
    await trigger('added')
    await mutate()
  }
  if (isLoading && !data) return <p>loading...</p>
  return (
    <>
      <ol>
        {data?.flat().map(({ id, title }) => (
          <li key={id}>{title}</li>
        ))}
      </ol>
      <button type="button" disabled={isAtEnd} onClick={() => void setSize(size + 1)}>
        {isAtEnd ? 'no more issues' : 'load more'}
      </button>
      <button type="button" onClick={() => void add()}>
        add
      </button>
    </>
  )
}

function Star() {
  const { data } = useSWR<{ starred: boolean }>('/api/star', fetchJson)
  const { mutate } = useSWRConfig()
  const change = () => mutate('/api/star', { starred: !data?.starred }, { revalidate: false })
  return (
    <button type="button" onClick={() => void change()}>
      {data?.starred ? 'starred' : 'star'}
    </button>
  )
}

function App() {
  const [repository, setRepository] = useState('react')
  return (
    <>
      <input aria-label="repository" value={repository} onChange={({ target }) => setRepository(target.value)} />
      <Issues repository={repository} />
      <Star />
    </>
  )
}

createRoot(document.body.appendChild(document.createElement('main'))).render(<App />)
