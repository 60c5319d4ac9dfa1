import type { ReactNode } from 'react'
import { createContext, useCallback, useContext, useState } from 'react'

interface Notice {
  readonly id: number
  readonly text: string
}

interface NoticesState {
  readonly notices: readonly Notice[]
  readonly show: (text: string) => void
  readonly dismiss: (id: number) => void
}

const NoticesContext = createContext<NoticesState>({ notices: [], show: () => {}, dismiss: () => {} })

export function NoticesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [notices, setNotices] = useState<readonly Notice[]>([])
  const show = useCallback(
    (text: string) => setNotices((previous) => [...previous, { id: getNextId(previous), text }]),
    [],
  )
  const dismiss = useCallback((id: number) => setNotices((previous) => previous.filter((each) => each.id !== id)), [])
  return <NoticesContext value={{ notices, show, dismiss }}>{children}</NoticesContext>
}

/** Returns a function that shows a message until the visitor dismisses it. */
export const useShowNotice = (): ((text: string) => void) => useContext(NoticesContext).show

export function Notices(): ReactNode {
  const { notices, dismiss } = useContext(NoticesContext)
  return (
    <div className="notices" role="alert">
      {notices.map(({ id, text }) => (
        <p key={id}>
          {text}{' '}
          <button type="button" onClick={() => dismiss(id)}>
            Dismiss
          </button>
        </p>
      ))}
    </div>
  )
}

function getNextId(notices: readonly Notice[]): number {
  return (notices.at(-1)?.id ?? 0) + 1
}
