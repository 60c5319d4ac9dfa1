import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Todos } from './todo.compiled.tsx'

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Todos />
  </StrictMode>,
)
