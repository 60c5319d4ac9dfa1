import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useConnection, useOfflineSince } from '../connection.ts'
import { formatCount, formatTimeSince } from '../format.ts'
import { useChanges } from '../outbox.ts'
import { useNow } from '../use-now.ts'

const BACK_MS = 6_000

/** While the server is offline: what is shown, what waits, and what will happen. When it is back, it says so and goes away. */
export function ConnectionNotice(): ReactNode {
  const offlineSince = useOfflineSince()
  const isBack = useIsBack()
  return (
    <div role="status">
      {offlineSince !== null && <OfflineNotice since={offlineSince} />}
      {offlineSince === null && isBack && (
        <p className="connection-notice is-back">The server is online again. Stale data is being updated.</p>
      )}
    </div>
  )
}

function OfflineNotice({ since }: { readonly since: number }): ReactNode {
  const now = useNow() ?? since
  const waiting = useChanges().entries.filter(({ status }) => status !== 'refused').length
  return (
    <div className="connection-notice is-offline">
      <p>
        <strong>The server is offline</strong> <span aria-hidden="true">(noticed {formatTimeSince(now - since)})</span>
      </p>
      <ul>
        <li>You see what this browser has stored. Pages that it has not stored load later.</li>
        <li>
          {waiting === 0
            ? 'Nothing waits to be sent. Notes and favourites that you add now wait in this browser.'
            : `${formatCount(waiting, 'change')} ${waiting === 1 ? 'waits' : 'wait'} in this browser to be sent, also if you close the page.`}
        </li>
        <li>
          This page tries again by itself. When the server answers, it sends what waits and updates what is stale.
        </li>
      </ul>
    </div>
  )
}

/** True for some seconds after the server came back. */
function useIsBack(): boolean {
  const { onReconnect } = useConnection()
  const [isBack, setIsBack] = useState(false)
  useEffect(() => onReconnect(() => setIsBack(true)), [onReconnect])
  useEffect(() => {
    if (!isBack) return
    const timer = setTimeout(() => setIsBack(false), BACK_MS)
    return () => clearTimeout(timer)
  }, [isBack])
  return isBack
}
