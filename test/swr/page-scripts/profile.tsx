// The first example of SWR's documentation. Only its import is changed.
import useSWR from 'cachetta/swr'
import { createRoot } from 'react-dom/client'

const fetcher = (...args: Parameters<typeof fetch>) => fetch(...args).then((res) => res.json())

function Profile() {
  const { data, error, isLoading } = useSWR('/api/user', fetcher)

  if (error) return <div>failed to load</div>
  if (isLoading) return <div>loading...</div>
  return <div>hello {data.name}!</div>
}

createRoot(document.body.appendChild(document.createElement('main'))).render(<Profile />)
