import type { ReactNode } from 'react'
import { createContext, useCallback, useContext, useState } from 'react'

interface Notice {
  readonly id: number
  readonly text: string
}

interface Noticing {
  readonly notices: readonly Notice[]
  readonly tell: (text: string) => void
  readonly dismiss: (id: number) => void
}

const NoticesContext = createContext<Noticing>({ notices: [], tell: () => {}, dismiss: () => {} })

export function NoticesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [notices, setNotices] = useState<readonly Notice[]>([])
  const tell = useCallback((text: string) => setNotices((before) => [...before, { id: nextAfter(before), text }]), [])
  const dismiss = useCallback((id: number) => setNotices((before) => before.filter((each) => each.id !== id)), [])
  return <NoticesContext value={{ notices, tell, dismiss }}>{children}</NoticesContext>
}

/** Tells the visitor something that happened behind what is shown. */
export const useNotice = (): ((text: string) => void) => useContext(NoticesContext).tell

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

function nextAfter(notices: readonly Notice[]): number {
  return (notices.at(-1)?.id ?? 0) + 1
}
