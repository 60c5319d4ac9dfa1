import type { ReactNode } from 'react'
import type { DevtoolsNetwork } from '../network/network.ts'
import { ANY_KEY } from '../network/network.ts'
import { useNetworkState } from './use-model.ts'

interface NetworkBarProps {
  readonly network: DevtoolsNetwork
  /** False if the application is not inside the panel: only `navigator.onLine` can be changed. */
  readonly hasNetwork: boolean
  announce(message: string): void
}

const delays = [
  { delay: 0, title: 'No delay' },
  { delay: 500, title: '500 ms' },
  { delay: 3_000, title: '3 s' },
  { delay: 10_000, title: '10 s' },
] as const

/** What the panel does to requests: offline, slow, failing. */
export function NetworkBar({ announce, hasNetwork, network }: NetworkBarProps): ReactNode {
  const { delay, failing, isOffline } = useNetworkState(network)
  const toggleOffline = (): void => {
    network.setState({ isOffline: !isOffline })
    announce(isOffline ? 'The page is online' : 'The page is offline')
  }
  return (
    <div className="network" role="group" aria-label="Network">
      <button type="button" aria-pressed={isOffline} onClick={toggleOffline}>
        Offline
      </button>
      <select
        aria-label="Delay of requests"
        value={delay}
        disabled={!hasNetwork}
        onChange={(event) => network.setState({ delay: Number(event.target.value) })}
      >
        {delays.map(({ delay: value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
      <button
        type="button"
        aria-pressed={failing === ANY_KEY}
        disabled={!hasNetwork}
        onClick={() => network.setState({ failing: failing === ANY_KEY ? undefined : ANY_KEY })}
      >
        Fail next request
      </button>
    </div>
  )
}
