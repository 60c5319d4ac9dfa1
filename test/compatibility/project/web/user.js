import { useCachetta } from 'cachetta/react'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

const fetchUser = async (_name, id) => ({ id, name: 'Ada' })

/** The component of README.md. */
function User({ id }) {
  const { data, isLoading, source } = useCachetta(['user', id], fetchUser)
  return createElement('p', null, isLoading ? 'Loading …' : `${data?.name} (${source})`)
}

createRoot(document.getElementById('root')).render(createElement(User, { id: 1 }))
