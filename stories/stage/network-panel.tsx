import type { ReactNode } from 'react'
import { useSyncExternalStore } from 'react'
import type { Network, Request } from './network.ts'

/** Lists the requests, with buttons that answer them, fail them, or take the network offline. */
export function NetworkPanel({ network }: { readonly network: Network }): ReactNode {
  const requests = useSyncExternalStore(network.subscribe, network.requests)
  const isOnline = useSyncExternalStore(network.subscribe, network.isOnline)
  return (
    <section className="network" aria-label="Network">
      <h2>
        Network: {isOnline ? 'online' : 'offline'}
        <button type="button" onClick={() => network.setOnline(!isOnline)}>
          {isOnline ? 'Go offline' : 'Go online'}
        </button>
      </h2>
      <ol>
        {requests.map((request) => (
          <RequestLine key={request.id} request={request} network={network} />
        ))}
        {requests.length === 0 && <li className="none">no requests</li>}
      </ol>
    </section>
  )
}

function RequestLine({ network, request }: { readonly network: Network; readonly request: Request }): ReactNode {
  const { id, outcome, title } = request
  return (
    <li data-outcome={outcome}>
      <span className="title">{title}</span>
      <span className="outcome">{outcome}</span>
      {outcome === 'waiting' && (
        <span className="buttons">
          <button type="button" aria-label={`Answer ${title}`} onClick={() => network.answer(id)}>
            Answer
          </button>
          <button type="button" aria-label={`Fail ${title}`} onClick={() => network.fail(id)}>
            Fail
          </button>
        </span>
      )}
    </li>
  )
}
