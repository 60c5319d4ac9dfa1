import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { fetchJson } from '../../support/fetch-json.ts'

function Greeting(): ReactNode {
  const [text, setText] = useState('loading')
  useEffect(() => {
    const path = location.pathname
    fetchJson<{ text: string }>(path).then(
      (data) => setText(data.text),
      (error) => setText(String(error.message)),
    )
  }, [])
  return <output>{text}</output>
}

createRoot(document.getElementById('root') as HTMLElement).render(<Greeting />)
